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
        [.. plan.Batches.Select(static documents => new UploadBatch(documents, UploadBatchState.NotAccepted))];

    private readonly Exception?[] _failures = new Exception?[plan.Batches.Count];
    private volatile bool _hasFailed;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrentRequests };
        await Parallel
            .ForAsync(0, _batches.Length, parallel, async (i, _) => await SendAsync(i).ConfigureAwait(false))
            .ConfigureAwait(false);
        _progress.Close();
        var outcome = new UploadOutcome(_batches);
        if (Failure(outcome) is { } failure)
        {
            outcome.AttachTo(failure);
            throw failure;
        }

        return outcome.RunIds;
    }

    // Never throws.
    private async Task SendAsync(int i)
    {
        if (_hasFailed)
        {
            return;
        }

        var documents = plan.Batches[i];
        var request = new UploadRequest(knowledgeBaseId, options.Prefix);
        using var work = services.Time.BeginWork();
        services.Time.EnterWork(work);
        using var call = new CallContext(services.Time, Timeout.InfiniteTimeSpan, services.DisposalToken, caller);
        try
        {
            call.ThrowIfEnded();
            var attempt = new UploadAttempt(services, request, documents, _progress, call);
            var runIds = await retries.ExecuteAsync(request, call, attempt.RunAsync).ConfigureAwait(false);
            _batches[i] = new UploadBatch(documents, UploadBatchState.Accepted, runIds);
            _progress.Accept(documents.Count, runIds);
        }
        catch (Exception failure)
        {
            _failures[i] = failure;
            _hasFailed = true;
            if (_batches[i].State != UploadBatchState.Accepted && !request.HadNoEffect(failure))
            {
                _batches[i] = new UploadBatch(documents, UploadBatchState.Unknown);
            }
        }
    }

    // The end of the call takes precedence, then what is unknown.
    private Exception? Failure(UploadOutcome outcome)
    {
        var isEnded = caller.IsCancellationRequested || services.DisposalToken.IsCancellationRequested;
        if (isEnded && _failures.FirstOrDefault(IsEnd) is { } end)
        {
            return end;
        }

        for (var i = 0; i < _batches.Length; i++)
        {
            if (_batches[i].State == UploadBatchState.Unknown)
            {
                return new UploadOutcomeUnknownException(
                    services.Redactor.Redact(UploadOutcomeUnknownException.Describe(knowledgeBaseId, outcome, _failures[i]!)),
                    outcome,
                    _failures[i]);
            }
        }

        return _failures.FirstOrDefault(failure => failure is not null);

        static bool IsEnd(Exception? failure) => failure is OperationCanceledException or ObjectDisposedException;
    }
}
