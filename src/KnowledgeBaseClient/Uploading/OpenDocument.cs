namespace KnowledgeBaseClient;

// A document that is open while its request is sent. Not thread-safe.
internal sealed class OpenDocument : IAsyncDisposable
{
    private Stream? _stream;
    private bool _isRead;
    private long _position;

    private OpenDocument(DocumentUpload document, long? length) => (Document, Length) = (document, length);

    public DocumentUpload Document { get; }

    // In bytes, as of when the document was opened; null if it is unknown.
    public long? Length { get; private set; }

    public static async Task<OpenDocument> OpenAsync(DocumentUpload document, CancellationToken cancellationToken)
    {
        var open = new OpenDocument(document, null);
        await open.OpenStreamAsync(cancellationToken).ConfigureAwait(false);
        open.Length = open.FindLength();
        return open;
    }

    // A handler, or .NET itself, may send the same request twice.
    public async ValueTask<int> ReadFromStartAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isRead)
        {
            await DisposeAsync().ConfigureAwait(false);
            await OpenStreamAsync(cancellationToken).ConfigureAwait(false);
        }

        (_isRead, _position) = (true, 0);
        return await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    // Returns 0 at the end. Throws if the document does not have its length: the service would receive only a part of it.
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await _stream!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw CannotRead(failure);
        }

        _position += count;
        return Length is not { } length || _position == length || (_position < length && count > 0)
            ? count
            : throw new IOException(
                $"The document {Document.Name} should have {length} bytes, but has {(_position > length ? "more" : $"only {_position}")}. "
                + "It changed while it was being sent, or the length that was passed with it is wrong.");
    }

    public static IOException Unreadable(DocumentUpload document, Exception failure) =>
        new($"The document {document.Name} cannot be read: {Sentence.End(failure.Message)}", failure);

    public async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            try
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The outcome of the attempt is known: a stream of the application that fails to close does not change it.
            }
        }
    }

    private async ValueTask OpenStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            _stream = await Document.OpenAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("its function returned no stream.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw CannotRead(failure);
        }
    }

    private long? FindLength()
    {
        try
        {
            return _stream!.CanSeek ? _stream.Length - _stream.Position : Document.GetLength();
        }
        catch (Exception failure)
        {
            throw CannotRead(failure);
        }
    }

    private IOException CannotRead(Exception failure) => Unreadable(Document, failure);
}
