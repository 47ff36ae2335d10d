using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KnowledgeBaseClient;

// The part of a multipart body that contains one document.
internal sealed class DocumentContent : HttpContent
{
    private const int BufferSize = 64 * 1024;

    private readonly OpenDocument _document;
    private readonly UploadMonitor _monitor;
    private readonly bool _isFirst;

    public DocumentContent(OpenDocument document, UploadMonitor monitor, bool isFirst)
    {
        (_document, _monitor, _isFirst) = (document, monitor, isFirst);
        var name = Escape(document.Document.Name);
        Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"files\"; filename=\"{name}\"");
        Headers.ContentType = MediaTypeHeaderValue.Parse(document.Document.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            _monitor.BeginDocument(_isFirst);
            var reading = _document.ReadFromStartAsync(buffer, cancellationToken);
            while (await _monitor.GuardAsync(reading, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                _monitor.BeginWrite();
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                _monitor.EndWrite(count);
                reading = _document.ReadAsync(buffer, cancellationToken);
            }

            _monitor.EndDocument();
        }
        finally
        {
            if (!_document.IsAbandoned)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _document.Length ?? 0;
        return _document.Length is not null;
    }

    // As browsers do (WHATWG HTML, multipart/form-data): UTF-8, with quotes and control characters percent-encoded.
    private static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (var character in name)
        {
            _ = character is '"' or < ' ' or '\x7F'
                ? escaped.Append(CultureInfo.InvariantCulture, $"%{(int)character:X2}")
                : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
