using System.IO.Compression;
using System.IO.Pipelines;

namespace KnowledgeBaseClient;

// The body of an answer, unpacked: by the primary handler where that is the application's, else here, which is less work than its handler makes of it.
internal static class AnswerBody
{
    // Workflow definitions repeat themselves: compressed, an answer is a fraction of its size.
    public const string Encodings = "gzip, deflate, br";

    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, Silence silence)
    {
        // Content that an application's handler has made may be put together here, and pay no heed to a token.
        var opening = response.Content.ReadAsStreamAsync(silence.Token);
        silence.BeginUnless(opening.IsCompleted);
        var body = await opening.WaitAsync(silence.Token).ConfigureAwait(false);
        silence.End();
        return body.CanRead && response.Content.Headers.NonValidated.Contains("Content-Encoding")
            ? await UnpackAsync(body, response, silence).ConfigureAwait(false)
            : body;
    }

    // Where a length is not known, a read may take in any amount without giving out a byte, and without waiting: unpacked, a body may hold nothing at all.
    public static bool MayBeReadInVain(HttpResponseMessage response) => response.Content.Headers.ContentLength is null;

    // One encoding, as .NET's own handlers do: what is left is no list of runs, and is told with its encoding.
    private static async ValueTask<Stream> UnpackAsync(Stream body, HttpResponseMessage response, Silence silence)
    {
        var headers = response.Content.Headers;
        var encodings = headers.ContentEncoding.ToList();
        Stream? unpacked = encodings.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => await InflateAsync(body, silence).ConfigureAwait(false),
            _ => null,
        };
        if (unpacked is null)
        {
            return body;
        }

        // They are those of what has come, and no longer say anything of what is read.
        headers.ContentLength = null;
        headers.ContentEncoding.Clear();
        encodings[..^1].ForEach(headers.ContentEncoding.Add);
        return unpacked;
    }

    // Some servers send the bare data, without the frame of ZLib that the standard asks for.
    private static async ValueTask<Stream> InflateAsync(Stream body, Silence silence)
    {
        var bytes = PipeReader.Create(body);
        silence.BeginUnless(isOver: false);
        var beginning = (await bytes.ReadAsync(silence.Token).ConfigureAwait(false)).Buffer;
        silence.End();
        var isFramed = beginning.IsEmpty || (beginning.FirstSpan[0] & 0x0F) == 8;
        bytes.AdvanceTo(beginning.Start);
        var packed = bytes.AsStream();
        return isFramed ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
    }
}
