using System.Runtime.ExceptionServices;

namespace KnowledgeBaseClient;

// One upload: sends its requests, a few at a time, until one fails. Those in flight are then awaited, so that as little as possible is
// unknown.
internal sealed class Upload(
    ClientServices services,
    RetryPolicy retries,
    string knowledgeBaseId,
    UploadPlan plan,
    UploadOptions options,
    CancellationToken caller)
{
    private readonly UploadProgressTracker _progress = new(plan.Files, plan.Bytes, options.Progress);
    private readonly UploadBatch[] _batches =
    [
        .. plan.Batches.Select(static batch =>
            new UploadBatch(batch.Select(static planned => planned.Document), UploadBatchState.NotAccepted)),
    ];

    private readonly Exception?[] _failures = new Exception?[plan.Batches.Count];
    private volatile bool _hasFailed;
    private int _last = -1;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        // All work begins before the first request, so that a simulated clock waits for it.
        var workers = Math.Min(options.MaxConcurrentRequests, _batches.Length);
        var work = Enumerable.Range(0, workers).Select(_ => services.Time.BeginWork()).ToList();
        await Task.WhenAll(work.Select(part => Task.Run(() => SendRemainingAsync(part)))).ConfigureAwait(false);
        _progress.Close();
        var outcome = new UploadOutcome(_batches);
        if (Failure(outcome) is { } failure)
        {
            outcome.AttachTo(failure.SourceException);
            failure.Throw();
        }

        return outcome.RunIds;
    }

    // One request after the other, as long as there are some left and none has failed.
    private async Task SendRemainingAsync(IDisposable? work)
    {
        using var _ = work;
        services.Time.EnterWork(work);
        while (!_hasFailed && _progress.Failure is null && Interlocked.Increment(ref _last) is var next && next < _batches.Length)
        {
            await SendAsync(next).ConfigureAwait(false);
        }
    }

    // Never throws.
    private async Task SendAsync(int i)
    {
        var documents = _batches[i].Documents;
        var request = new UploadRequest(knowledgeBaseId, options.Prefix);
        using var call = new CallContext(services.Time, Timeout.InfiniteTimeSpan, services.DisposalToken, caller);
        var attempt = new UploadAttempt(services, request, plan.Batches[i], _progress, call);
        try
        {
            call.ThrowIfEnded();
            var runIds = await retries.ExecuteAsync(request, call, attempt.RunAsync).ConfigureAwait(false);
            _batches[i] = new UploadBatch(documents, UploadBatchState.Accepted, runIds);
            _progress.Accept(documents.Count, runIds);
        }
        catch (Exception failure)
        {
            _failures[i] = failure;
            _hasFailed = true;
            if (!request.HadNoEffect(failure))
            {
                _batches[i] = new UploadBatch(documents, UploadBatchState.Unknown, attempt.RunIds);
            }
        }
    }

    // The end of the call takes precedence, then what is unknown.
    private ExceptionDispatchInfo? Failure(UploadOutcome outcome)
    {
        var isEnded = caller.IsCancellationRequested || services.DisposalToken.IsCancellationRequested;
        if (isEnded && _failures.FirstOrDefault(IsEnd) is { } end)
        {
            return ExceptionDispatchInfo.Capture(end);
        }

        var unknown = Array.FindIndex(_batches, static batch => batch.State == UploadBatchState.Unknown);
        if (unknown >= 0)
        {
            var causes = _failures.OfType<Exception>().OrderByDescending(failure => failure == _failures[unknown]).ToList();
            return ExceptionDispatchInfo.Capture(new UploadOutcomeUnknownException(
                services.Redactor.Redact(UploadOutcomeUnknownException.Describe(knowledgeBaseId, outcome, causes)),
                outcome,
                services.Redactor.NullIfContainsKey(_failures[unknown])));
        }

        return _progress.Failure
            ?? (_failures.FirstOrDefault(static failure => failure is not null) is { } first ? ExceptionDispatchInfo.Capture(first) : null);

        static bool IsEnd(Exception? failure) => failure is OperationCanceledException or ObjectDisposedException;
    }
}
