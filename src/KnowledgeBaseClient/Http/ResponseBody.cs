using System.IO.Compression;
using System.IO.Pipelines;

namespace KnowledgeBaseClient;

// The body of a response, decompressed where no handler has done so. Handlers of an application must see plain bodies, so that their
// primary handler decompresses; without such handlers it costs less to do it here.
internal sealed class ResponseBody : IAsyncDisposable
{
    // Workflow definitions are repetitive: a compressed response is a fraction of its size.
    public const string AcceptedEncodings = "gzip, deflate, br";

    private readonly Stream _stream;
    private readonly bool _isLengthKnown;
    private readonly IdleTimeout _idleTimeout;

    private ResponseBody(Stream stream, bool isLengthKnown, IdleTimeout idleTimeout) =>
        (_stream, _isLengthKnown, _idleTimeout) = (stream, isLengthKnown, idleTimeout);

    // Removes Content-Length and Content-Encoding from what it decompresses: a missing length marks a response whose end cannot be
    // verified.
    public static async ValueTask<ResponseBody> OpenAsync(HttpResponseMessage response, IdleTimeout idleTimeout)
    {
        // Content of an application's handler may be produced here, and may ignore the token.
        var opening = response.Content.ReadAsStreamAsync(idleTimeout.Token);
        if (!opening.IsCompleted)
        {
            idleTimeout.Start();

            // Perhaps abandoned by the wait below.
            opening.ObserveFailure();
        }

        var body = await opening.WaitAsync(idleTimeout.Token).ConfigureAwait(false);
        idleTimeout.Stop();

        // A stream that is already closed throws when it is read.
        var headers = response.Content.Headers;
        if (body.CanRead && headers.NonValidated.Contains("Content-Encoding"))
        {
            body = await DecompressAsync(body, response, idleTimeout).ConfigureAwait(false);
        }

        return new ResponseBody(body, headers.ContentLength is not null, idleTimeout);
    }

    // Returns 0 at the end of the body.
    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        // A compressed body can expand to no output endlessly. Such a read neither waits for the network nor returns, so the timer must
        // already be running.
        if (!_isLengthKnown)
        {
            _idleTimeout.Start();
        }

        return _idleTimeout.LimitAsync(_stream.ReadAsync(buffer, _idleTimeout.Token));
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // Only the outermost encoding, like .NET's own handlers. A body that is still encoded is not a list of runs, and the exception names
    // its encoding.
    private static async ValueTask<Stream> DecompressAsync(Stream body, HttpResponseMessage response, IdleTimeout idleTimeout)
    {
        var headers = response.Content.Headers;
        var encodings = headers.ContentEncoding.ToList();
        Stream? decompressed = encodings.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => await InflateAsync(body, idleTimeout).ConfigureAwait(false),
            _ => null,
        };
        if (decompressed is null)
        {
            return body;
        }

        headers.ContentLength = null;
        headers.ContentEncoding.Clear();
        encodings[..^1].ForEach(headers.ContentEncoding.Add);
        return decompressed;
    }

    // RFC 9110, 8.4.1.2: "deflate" means the zlib format, but some servers send raw deflate data.
    private static async ValueTask<Stream> InflateAsync(Stream body, IdleTimeout idleTimeout)
    {
        const int compressionMethodMask = 0x0F;
        const int deflateMethod = 8;

        var reader = PipeReader.Create(body);
        idleTimeout.Start();
        var start = (await reader.ReadAsync(idleTimeout.Token).ConfigureAwait(false)).Buffer;
        idleTimeout.Stop();
        var isZlib = start.IsEmpty || (start.FirstSpan[0] & compressionMethodMask) == deflateMethod;
        reader.AdvanceTo(start.Start);
        var compressed = reader.AsStream();
        return isZlib ? new ZLibStream(compressed, CompressionMode.Decompress) : new DeflateStream(compressed, CompressionMode.Decompress);
    }
}
