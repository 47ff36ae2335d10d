using System.IO.Compression;
using System.Text;
using KnowledgeBaseClient.Tests.Servers;

namespace KnowledgeBaseClient.Tests.Faults;

/// <summary>Answers that a handler unpacks.</summary>
internal static class Compressed
{
    /// <summary>What a client of these tests takes in at most.</summary>
    public const int MostBytes = 1024 * 1024;

    public static Reply Whole(string json) => Gzip(Encoding.UTF8.GetBytes(json));

    /// <summary>A few KB that unfold into many times what is allowed.</summary>
    public static Reply Bomb()
    {
        var unfolded = new byte[16 * MostBytes];
        unfolded.AsSpan().Fill((byte)'x');
        "[{\"id\":\""u8.CopyTo(unfolded);
        return Gzip(unfolded);
    }

    private static Reply Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return Reply.Raw($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n").ThenSend(packed.ToArray());
    }
}
