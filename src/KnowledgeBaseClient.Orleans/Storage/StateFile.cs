using System.Security.Cryptography;
using System.Text.Json;

namespace KnowledgeBaseClient;

// The content of a file: a header, a line feed and the state.
internal static class StateFile
{
    public static byte[] Create(string stateName, GrainId grainId, string etag, ReadOnlySpan<byte> state)
    {
        var header = new StateFileHeader
        {
            Version = StateFileHeader.CurrentVersion,
            State = stateName,
            Grain = grainId.ToString(),
            ETag = etag,
            Length = state.Length,
            Sha256 = Convert.ToHexString(SHA256.HashData(state)),
        };
        return [.. header.ToUtf8(), (byte)'\n', .. state];
    }

    public static (string ETag, ReadOnlyMemory<byte> State) Read(string path, byte[] content)
    {
        var end = Array.IndexOf(content, (byte)'\n');
        var header = end < 0 ? null : ParseHeader(path, content.AsSpan(0, end));
        if (header is null)
        {
            throw Damaged(path, "it has no header");
        }

        if (header.Version != StateFileHeader.CurrentVersion)
        {
            throw new InvalidDataException(
                $"The file \"{path}\" has version {header.Version}, but this version of KnowledgeBaseClient.Orleans reads version "
                + $"{StateFileHeader.CurrentVersion}. Use the version of the package that wrote it, or a later one.");
        }

        var state = content.AsMemory(end + 1);
        if (state.Length != header.Length)
        {
            throw Damaged(path, $"it has {state.Length} bytes of state instead of {header.Length}");
        }

        return Convert.ToHexString(SHA256.HashData(state.Span)) == header.Sha256
            ? (header.ETag, state)
            : throw Damaged(path, "its checksum does not match");
    }

    private static StateFileHeader? ParseHeader(string path, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StateFileHeader.Parse(utf8);
        }
        catch (JsonException)
        {
            throw Damaged(path, "its header is no valid JSON");
        }
    }

    private static InvalidDataException Damaged(string path, string reason) => new(
        $"The file \"{path}\" with the state of a grain is damaged: {reason}. Restore it from a backup. Delete it only if the state may be "
        + "lost, such as durable waits.");
}
