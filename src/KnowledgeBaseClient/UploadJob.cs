using System.Threading.Channels;

namespace KnowledgeBaseClient;

// Uploads documents and waits for their runs at the same time: the runs of each request are one wait, which begins when the request is
// accepted. After a wait has failed, the upload still completes, so that all documents have runs.
internal sealed class UploadJob : IProgress<UploadProgress>, IDisposable
{
    private readonly object _lock = new();
    private readonly IRunsClient _client;
    private readonly string _knowledgeBaseId;
    private readonly IReadOnlyList<DocumentUpload> _documents;
    private readonly UploadOptions _uploadOptions;
    private readonly WaitOptions _waitOptions;
    private readonly UploadJobProgress _progress;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _enumeration;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _waitsEnding;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _runIds = [];
    private readonly List<Task> _waits = [];
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly Channel<FinishedRun> _finished = Channel.CreateUnbounded<FinishedRun>();
    private Exception? _waitFailure;

    public UploadJob(
        IRunsClient client,
        string knowledgeBaseId,
        IReadOnlyList<DocumentUpload> documents,
        UploadAndWaitOptions options,
        CancellationToken caller,
        CancellationToken enumeration)
    {
        (_client, _knowledgeBaseId, _documents) = (client, knowledgeBaseId, documents);
        (_caller, _enumeration) = (caller, enumeration);
        _uploadOptions = UploadOptionsValidator.CopyAndValidate(options.Upload);
        _waitOptions = WaitOptionsValidator.CopyAndValidate(options.Wait);
        _progress = new UploadJobProgress(options.Progress, _uploadOptions.Progress, _waitOptions);
        _uploadOptions.Progress = this;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(caller, enumeration);
        _waitsEnding = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
    }

    private CancellationToken? CanceledToken =>
        _caller.IsCancellationRequested ? _caller
        : _enumeration.IsCancellationRequested ? _enumeration
        : null;

    public async Task RunAsync()
    {
        Exception? failure = null;
        try
        {
            var runIds = await _client
                .UploadAsync(_knowledgeBaseId, _documents, _uploadOptions, _ending.Token)
                .ConfigureAwait(false);

            // Those of a client that reports no progress, such as a mock.
            Wait(runIds);
        }
        catch (Exception uploadFailure)
        {
            failure = uploadFailure;
            await CancelAsync(_waitsEnding).ConfigureAwait(false);
        }

        await Task.WhenAll(Waits()).ConfigureAwait(false);
        if (failure is null && _waitFailure is { } waitFailure)
        {
            failure = waitFailure;
            new UploadOutcome([new UploadBatch(_documents, UploadBatchState.Accepted, _runIds)]).AttachTo(failure);
        }

        _finished.Writer.Complete(failure);
    }

    // The next run; null after the last one. Throws the failure of the upload or of a wait, after the runs that have finished before it.
    // Cancellation takes precedence over those.
    public async ValueTask<FinishedRun?> NextAsync()
    {
        try
        {
            while (await _finished.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (_finished.Reader.TryRead(out var finished) && CanceledToken is null)
                {
                    return finished;
                }
            }

            return null;
        }
        catch (OperationCanceledException canceled) when (CanceledToken is not null)
        {
            // With the token of the caller, not with that of this job.
            var failure = new OperationCanceledException(CanceledToken.Value);
            UploadOutcome.Of(canceled)?.AttachTo(failure);
            throw failure;
        }
    }

    // The caller does not take more runs.
    public Task EndAsync() => CancelAsync(_ending);

    public void Dispose()
    {
        _waitsEnding.Dispose();
        _ending.Dispose();
    }

    // Called for each request that was accepted, among other reports.
    void IProgress<UploadProgress>.Report(UploadProgress value)
    {
        Wait(value.RunIds);
        _progress.Report(value);
    }

    private Task[] Waits()
    {
        lock (_lock)
        {
            return [.. _waits];
        }
    }

    private void Wait(IReadOnlyList<string> runIds)
    {
        lock (_lock)
        {
            // Most reports of the upload contain no new run.
            List<string> added = runIds.Count == _runIds.Count ? [] : [.. runIds.Where(_known.Add)];
            if (added.Count > 0)
            {
                _runIds.AddRange(added);
                _waits.Add(Start(added));
            }
        }
    }

    // In the context of the caller, not in that of the upload. The wait has joined its poller when this returns.
    private Task Start(List<string> runIds)
    {
        var wait = Task.CompletedTask;
        if (_context is null)
        {
            return WaitAsync(runIds);
        }

        ExecutionContext.Run(_context, _ => wait = WaitAsync(runIds), null);
        return wait;
    }

    // Never throws.
    private async Task WaitAsync(List<string> runIds)
    {
        try
        {
            var options = _progress.CreateWaitOptions(_waitOptions, runIds.Count);
            await foreach (var run in _client
                .WaitForEachAsync(_knowledgeBaseId, runIds, options, _waitsEnding.Token)
                .ConfigureAwait(false))
            {
                // The wait continues when the caller has processed the run, as without an upload.
                var finished = new FinishedRun(run);
                await _finished.Writer.WriteAsync(finished, CancellationToken.None).ConfigureAwait(false);
                await finished.Processed.Task.WaitAsync(_waitsEnding.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _waitFailure, failure, null);
            await CancelAsync(_waitsEnding).ConfigureAwait(false);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // Callbacks that the application has registered, such as in a document's stream.
        }
    }

    internal sealed record FinishedRun(Run Run)
    {
        public TaskCompletionSource Processed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
