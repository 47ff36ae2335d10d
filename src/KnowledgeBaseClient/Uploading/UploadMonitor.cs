using System.Runtime.ExceptionServices;

namespace KnowledgeBaseClient;

// Observes one attempt to send documents: limits the time for which the connection accepts no data, counts what has been sent, and keeps
// failures of documents apart from those of the connection. Used by one thread at a time.
internal sealed class UploadMonitor(UploadRequest request, IdleTimeout idleTimeout, UploadProgressTracker progress)
{
    private ExceptionDispatchInfo? _failure;
    private long _bytes;
    private int _files;

    // A document cannot be read. .NET reports that as a failed request.
    public bool HasFailed => _failure is not null;

    public void ThrowFailure() => _failure!.Throw();

    // A handler, or .NET itself, may send the same request twice: it begins again with the first document. The time that the receiver of
    // the progress takes does not count.
    public void BeginDocument(bool isFirst)
    {
        idleTimeout.Stop();
        request.HasSentDocuments = true;
        if (isFirst)
        {
            _failure = null;
            Restart();
        }
    }

    public void BeginWrite() => idleTimeout.Start();

    public void EndWrite(int bytes)
    {
        idleTimeout.Stop();
        _bytes += bytes;
        progress.Add(bytes, 0);
    }

    // The response, or the next document, follows.
    public void EndDocument()
    {
        _files++;
        progress.Add(0, 1);
        idleTimeout.Start();
    }

    // What has been sent does not count: the documents will be sent again, or the request has failed.
    public void Restart()
    {
        progress.Subtract(_bytes, _files);
        (_bytes, _files) = (0, 0);
    }

    public async ValueTask<int> GuardAsync(ValueTask<int> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }
}
