using System.IO.Compression;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Compressed response bodies.</summary>
internal static class Compressed
{
    /// <summary>The MaxResponseBytes of the clients in the fault matrix.</summary>
    public const int MaxResponseBytes = 1024 * 1024;

    public static IReadOnlyList<string> Encodings { get; } = ["gzip", "deflate", "br"];

    public static Reply Whole(string encoding, string text, int status = 200) =>
        Framed(encoding, Framing.ContentLength, Compress(encoding, Encoding.UTF8.GetBytes(text)), status);

    /// <summary>A few KB that decompress to many times MaxResponseBytes.</summary>
    public static Reply Bomb(string encoding)
    {
        var decompressed = new byte[16 * MaxResponseBytes];
        decompressed.AsSpan().Fill((byte)'x');
        "[{\"id\":\""u8.CopyTo(decompressed);
        return Framed(encoding, Framing.ContentLength, Compress(encoding, decompressed));
    }

    public static byte[] Compress(string encoding, byte[] body)
    {
        using var compressed = new MemoryStream();
        using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "raw deflate" => new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new ArgumentException($"Unknown encoding '{encoding}'.", nameof(encoding)),
        })
        {
            compressor.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>The number of bytes that can be decompressed from a body that may be truncated.</summary>
    public static int DecompressedLength(string encoding, byte[] compressed)
    {
        using var decompressed = new MemoryStream();
        using Stream decompressor = encoding switch
        {
            "gzip" => new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress),
            "deflate" => new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress),
            _ => throw new ArgumentException($"Unknown encoding '{encoding}'.", nameof(encoding)),
        };
        decompressor.CopyTo(decompressed);
        return (int)decompressed.Length;
    }

    /// <summary>A response with exactly these bytes as its body, complete or truncated.</summary>
    public static Reply Framed(string encoding, Framing framing, byte[] body, int status = 200)
    {
        var headers = $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n";
        return framing switch
        {
            Framing.ContentLength => Reply.Raw($"{headers}Content-Length: {body.Length}\r\n\r\n").ThenSend(body),
            Framing.ContentLengthTooLong => Reply.Raw($"{headers}Content-Length: {body.Length + 1}\r\n\r\n").ThenSend(body).ThenClose(),
            Framing.ConnectionClose => Reply.Raw($"{headers}\r\n").ThenSend(body).ThenClose(),
            _ => Chunks(Reply.Raw($"{headers}Transfer-Encoding: chunked\r\n\r\n"), body, framing),
        };
    }

    private static Reply Chunks(Reply headers, byte[] body, Framing framing)
    {
        var chunks = body.Length == 0 ? headers : headers.ThenSend($"{body.Length:x}\r\n").ThenSend(body).ThenSend("\r\n");
        return framing == Framing.Chunked ? chunks.ThenSend("0\r\n\r\n") : chunks.ThenClose();
    }
}
