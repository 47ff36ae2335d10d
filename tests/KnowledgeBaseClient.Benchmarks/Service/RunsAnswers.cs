using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>What the server answers to which target of a request, made once and kept.</summary>
internal sealed class RunsAnswers
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    public Task SendAsync(Socket socket, string target) =>
        EndlessRuns.TryParse(target, out var runs) ? runs.SendAsync(socket) : SendAllAsync(socket, _answers.GetOrAdd(target, Make));

    public static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    public static byte[] Head(string status, long length) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");

    private static byte[] Make(string target)
    {
        var parts = target.Split("?run_ids=");
        var size = RunsSize.All.FirstOrDefault(size => size.Path == parts[0]);
        return size is null ? Head("404 Not Found", 0) : Answer(size, parts.Length > 1 ? Uri.UnescapeDataString(parts[1]).Split(',') : null);
    }

    private static byte[] Answer(RunsSize size, string[]? ids)
    {
        using var body = new MemoryStream();
        for (var number = 0; number < size.Runs; number++)
        {
            if (ids is null || ids.Contains(RunText.IdOf(number)))
            {
                body.WriteByte(body.Length == 0 ? (byte)'[' : (byte)',');
                body.Write(RunText.Of(size, number));
            }
        }

        body.Write(body.Length == 0 ? "[]"u8 : "]"u8);
        return [.. Head("200 OK", body.Length), .. body.GetBuffer().AsSpan(0, (int)body.Length)];
    }
}
