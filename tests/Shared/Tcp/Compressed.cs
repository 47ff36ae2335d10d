using System.IO.Compression;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Compressed response bodies.</summary>
internal static class Compressed
{
    public static IReadOnlyList<string> Encodings { get; } = ["gzip", "deflate", "br"];

    /// <summary>The framings of HTTP/1.1, in which <see cref="Framed"/> can send a body.</summary>
    public static IReadOnlyList<BodyFraming> Framings { get; } =
    [
        BodyFraming.ContentLength,
        BodyFraming.Chunked,
        BodyFraming.ConnectionClose,
        BodyFraming.ContentLengthTooLong,
        BodyFraming.ChunkedWithoutLastChunk,
    ];

    public static Reply Whole(string encoding, string text, int status = 200) =>
        Framed(encoding, BodyFraming.ContentLength, Compress(encoding, Encoding.UTF8.GetBytes(text)), status);

    /// <summary>A few KB that decompress to this many bytes.</summary>
    public static Reply Bomb(string encoding, int decompressedLength)
    {
        var decompressed = new byte[decompressedLength];
        decompressed.AsSpan().Fill((byte)'x');
        "[{\"id\":\""u8.CopyTo(decompressed);
        return Framed(encoding, BodyFraming.ContentLength, Compress(encoding, decompressed));
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
    public static Reply Framed(string encoding, BodyFraming framing, byte[] body, int status = 200)
    {
        var headers = $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n";
        return framing switch
        {
            BodyFraming.ContentLength => Reply.Raw($"{headers}Content-Length: {body.Length}\r\n\r\n").ThenSend(body),
            BodyFraming.ContentLengthTooLong => Reply.Raw($"{headers}Content-Length: {body.Length + 1}\r\n\r\n").ThenSend(body).ThenClose(),
            BodyFraming.ConnectionClose => Reply.Raw($"{headers}\r\n").ThenSend(body).ThenClose(),
            BodyFraming.Chunked or BodyFraming.ChunkedWithoutLastChunk =>
                Chunks(Reply.Raw($"{headers}Transfer-Encoding: chunked\r\n\r\n"), body, framing),
            _ => throw new ArgumentOutOfRangeException(nameof(framing), framing, "The server sends HTTP/1.1 only."),
        };
    }

    private static Reply Chunks(Reply headers, byte[] body, BodyFraming framing)
    {
        var chunks = body.Length == 0 ? headers : headers.ThenSend($"{body.Length:x}\r\n").ThenSend(body).ThenSend("\r\n");
        return framing == BodyFraming.Chunked ? chunks.ThenSend("0\r\n\r\n") : chunks.ThenClose();
    }
}
