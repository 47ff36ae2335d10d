namespace KnowledgeBaseClient;

// A document that is open while its request is sent. Not thread-safe.
internal sealed class OpenDocument : IAsyncDisposable
{
    private readonly PlannedDocument _planned;
    private readonly KeyRedactor _redactor;
    private Stream? _stream;
    private bool _isRead;
    private long _position;

    private OpenDocument(PlannedDocument planned, KeyRedactor redactor) => (_planned, _redactor) = (planned, redactor);

    public DocumentUpload Document => _planned.Document;

    // In bytes; null if it is unknown.
    public long? Length { get; private set; }

    // The stream has not returned from a read that was canceled, and may still write to its buffer.
    public bool IsAbandoned { get; private set; }

    public static async Task<OpenDocument> OpenAsync(PlannedDocument planned, KeyRedactor redactor, CancellationToken cancellationToken)
    {
        var open = new OpenDocument(planned, redactor);
        try
        {
            await open.OpenStreamAsync(cancellationToken).ConfigureAwait(false);
            open.Length = open.FindLength();
            return open;
        }
        catch
        {
            await open.DisposeAsync().ConfigureAwait(false);
            throw;
        }
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
            var reading = _stream!.ReadAsync(buffer, cancellationToken);
            count = reading.IsCompleted
                ? await reading.ConfigureAwait(false)
                : await ReadAsync(reading.AsTask(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw DocumentFailure.Unreadable(Document, failure, _redactor);
        }

        _position += count;
        return Length is not { } length || _position == length || (_position < length && count > 0)
            ? count
            : throw DocumentFailure.OtherLength(Document, length, _position, _redactor);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            try
            {
                var disposing = stream.DisposeAsync();
                await (IsAbandoned ? ValueTask.CompletedTask : disposing).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The outcome of the attempt is known: a stream of the application that fails to close does not change it.
            }
        }
    }

    // Does not wait longer than the request for a stream that ignores the token.
    private async Task<int> ReadAsync(Task<int> reading, CancellationToken cancellationToken)
    {
        try
        {
            return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            IsAbandoned = !reading.IsCompleted;
            reading.ObserveFailure();
        }
    }

    private async ValueTask OpenStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            var opening = Document.OpenAsync(cancellationToken).AsTask();
            if (!opening.IsCompleted)
            {
                // As above. A stream that is opened too late is closed.
                _ = opening.ContinueWith(
                    static (opened, token) => ((CancellationToken)token!).IsCancellationRequested ? opened.Result?.DisposeAsync() : null,
                    cancellationToken,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnRanToCompletion,
                    TaskScheduler.Default);
                opening.ObserveFailure();
            }

            _stream = await opening.WaitAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("its function returned no stream.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw DocumentFailure.Unreadable(Document, failure, _redactor);
        }
    }

    private long? FindLength()
    {
        long? length;
        try
        {
            length = _stream!.CanSeek ? _stream.Length - _stream.Position : _planned.Length;
        }
        catch (Exception failure)
        {
            throw DocumentFailure.Unreadable(Document, failure, _redactor);
        }

        return _planned.Length is not { } planned || length == planned
            ? length
            : throw DocumentFailure.OtherLength(Document, planned, length!.Value, _redactor);
    }
}
