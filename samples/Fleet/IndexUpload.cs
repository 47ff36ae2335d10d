using KnowledgeBaseClient;
using Microsoft.Extensions.Logging;

namespace Fleet;

/// <summary>Called when the runs of an upload have ended, in any of the workers.</summary>
internal sealed partial class IndexUpload(ILogger<IndexUpload> logger) : IRunCompletionHandler
{
    public const string Name = "index-upload";

    // At least once: an application writes its result under the key WaitId, so that a second call changes nothing.
    public Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken)
    {
        if (completion.Failure is { } failure)
        {
            LogFailure(completion.WaitId, failure.Message);
            return Task.CompletedTask;
        }

        var completed = completion.Runs.Count(run => run.Status == RunStatus.Completed);
        LogIndexed(completion.WaitId, completion.State, completed, completion.Runs.Count, completion.Attempt);
        return Task.CompletedTask;
    }

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Delivered: wait {WaitId} of {Owner}, {Completed} of {Runs} runs completed. Attempt: {Attempt}")]
    private partial void LogIndexed(string waitId, string? owner, int completed, int runs, int attempt);

    [LoggerMessage(2, LogLevel.Error, "The runs of wait {WaitId} have not ended: {Reason}")]
    private partial void LogFailure(string waitId, string reason);
}
