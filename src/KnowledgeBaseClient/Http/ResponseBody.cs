using System.IO.Compression;
using System.IO.Pipelines;

namespace KnowledgeBaseClient;

// The body of an answer as it is read, unpacked if it has not been on its way. An application's handlers have to see it unpacked, so that their primary
// handler does it; where there are none it is done here, which is less work.
internal sealed class ResponseBody : IAsyncDisposable
{
    // Workflow definitions repeat themselves: compressed, an answer is a fraction of its size.
    public const string Encodings = "gzip, deflate, br";

    private readonly Stream _stream;
    private readonly bool _isLengthKnown;
    private readonly IdleTimeout _silence;

    private ResponseBody(Stream stream, bool isLengthKnown, IdleTimeout silence) => (_stream, _isLengthKnown, _silence) = (stream, isLengthKnown, silence);

    // Takes away the length and the encoding of what it unpacks: others here go by whether there is a length.
    public static async ValueTask<ResponseBody> OpenAsync(HttpResponseMessage response, IdleTimeout silence)
    {
        // Content that an application's handler has made may be put together here, and pay no heed to a token.
        var opening = response.Content.ReadAsStreamAsync(silence.Token);
        if (!opening.IsCompleted)
        {
            silence.Begin();
        }

        var body = await opening.WaitAsync(silence.Token).ConfigureAwait(false);
        silence.End();

        // One that is closed already says so itself when it is read.
        var headers = response.Content.Headers;
        if (body.CanRead && headers.NonValidated.Contains("Content-Encoding"))
        {
            body = await UnpackAsync(body, response, silence).ConfigureAwait(false);
        }

        return new ResponseBody(body, headers.ContentLength is not null, silence);
    }

    // Zero at its end.
    public ValueTask<int> ReadAsync(Memory<byte> room)
    {
        // What is packed may hold nothing at all, for ever: a read takes it in without waiting and without giving out a byte.
        if (!_isLengthKnown)
        {
            _silence.Begin();
        }

        return _silence.BreakAsync(_stream.ReadAsync(room, _silence.Token));
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // One encoding, as .NET's own handlers do: what is left is no list of runs, and is told with its encoding.
    private static async ValueTask<Stream> UnpackAsync(Stream body, HttpResponseMessage response, IdleTimeout silence)
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

        headers.ContentLength = null;
        headers.ContentEncoding.Clear();
        encodings[..^1].ForEach(headers.ContentEncoding.Add);
        return unpacked;
    }

    // Some servers send the bare data, without the frame of ZLib that the standard asks for.
    private static async ValueTask<Stream> InflateAsync(Stream body, IdleTimeout silence)
    {
        var bytes = PipeReader.Create(body);
        silence.Begin();
        var beginning = (await bytes.ReadAsync(silence.Token).ConfigureAwait(false)).Buffer;
        silence.End();
        var isFramed = beginning.IsEmpty || (beginning.FirstSpan[0] & 0x0F) == 8;
        bytes.AdvanceTo(beginning.Start);
        var packed = bytes.AsStream();
        return isFramed ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
    }
}
