using System.IO.Compression;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Answers that a handler unpacks.</summary>
internal static class Compressed
{
    /// <summary>What a client of these tests takes in at most.</summary>
    public const int MostBytes = 1024 * 1024;

    public static IReadOnlyList<string> Encodings { get; } = ["gzip", "deflate", "br"];

    public static Reply Whole(string encoding, string text, int status = 200) =>
        Framed(encoding, Framing.Length, Pack(encoding, Encoding.UTF8.GetBytes(text)), status);

    /// <summary>A few KB that unfold into many times what is allowed.</summary>
    public static Reply Bomb(string encoding)
    {
        var unfolded = new byte[16 * MostBytes];
        unfolded.AsSpan().Fill((byte)'x');
        "[{\"id\":\""u8.CopyTo(unfolded);
        return Framed(encoding, Framing.Length, Pack(encoding, unfolded));
    }

    public static byte[] Pack(string encoding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "bare deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packer.Write(body);
        }

        return packed.ToArray();
    }

    /// <summary>How many bytes can be had of what may be cut short.</summary>
    public static int UnpackedLength(string encoding, byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using Stream unpacker = encoding switch
        {
            "gzip" => new GZipStream(new MemoryStream(packed), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress),
            _ => new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress),
        };
        unpacker.CopyTo(unpacked);
        return (int)unpacked.Length;
    }

    /// <summary>An answer with these bytes as its body, whole or not.</summary>
    public static Reply Framed(string encoding, Framing framing, byte[] body, int status = 200)
    {
        var head = $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n";
        return framing switch
        {
            Framing.Length => Reply.Raw($"{head}Content-Length: {body.Length}\r\n\r\n").ThenSend(body),
            Framing.LongerLength => Reply.Raw($"{head}Content-Length: {body.Length + 1}\r\n\r\n").ThenSend(body).ThenClose(),
            Framing.Closing => Reply.Raw($"{head}\r\n").ThenSend(body).ThenClose(),
            _ => Chunks(Reply.Raw($"{head}Transfer-Encoding: chunked\r\n\r\n"), body, framing),
        };
    }

    private static Reply Chunks(Reply head, byte[] body, Framing framing)
    {
        var chunks = body.Length == 0 ? head : head.ThenSend($"{body.Length:x}\r\n").ThenSend(body).ThenSend("\r\n");
        return framing == Framing.Chunks ? chunks.ThenSend("0\r\n\r\n") : chunks.ThenClose();
    }
}
