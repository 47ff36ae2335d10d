using System.Security.Cryptography;
using System.Text;

namespace KnowledgeBaseClient;

// Makes a file name of any grain id: a readable part, which may be the same for several, and a hash.
internal static class StateFileName
{
    public const string Extension = ".state";

    private const int MaxReadableLength = 60;
    private const int HashLength = 32;

    public static string Of(string stateName, GrainId grainId)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha256, Encoding.UTF8.GetBytes(stateName));
        Append(sha256, grainId.Type.AsSpan());
        Append(sha256, grainId.Key.AsSpan());
        var hash = Convert.ToHexString(sha256.GetHashAndReset())[..HashLength];
        var readable = string.Concat($"{stateName}-{grainId}".Take(MaxReadableLength).Select(Safe));
        return $"{readable}-{hash}{Extension}";
    }

    // With its length, so that no two ids have the same bytes.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes((long)part.Length));
        hash.AppendData(part);
    }

    // No dot at all, so that no name is special in any file system.
    private static char Safe(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' ? character : '_';
}
