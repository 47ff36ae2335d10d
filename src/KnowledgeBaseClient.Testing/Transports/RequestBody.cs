using System.IO.Pipelines;

namespace KnowledgeBaseClient.Testing;

// The body of a request in process: written by its content while the simulator reads it, without buffering more than a few kilobytes.
internal sealed class RequestBody(HttpContent content, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Pipe _pipe = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private Task _writing = Task.CompletedTask;

    public Stream Open()
    {
        _writing = WriteAsync();
        return _pipe.Reader.AsStream();
    }

    // What the simulator has not read is not sent.
    public async ValueTask DisposeAsync()
    {
        await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            var stream = _pipe.Writer.AsStream(leaveOpen: true);
            await content.CopyToAsync(stream, _stop.Token).ConfigureAwait(false);
            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // As .NET reports a content that fails.
            var reported = failure is OperationCanceledException
                ? failure
                : new HttpRequestException("Error while copying content to a stream.", failure);
            await _pipe.Writer.CompleteAsync(reported).ConfigureAwait(false);
        }
    }
}
