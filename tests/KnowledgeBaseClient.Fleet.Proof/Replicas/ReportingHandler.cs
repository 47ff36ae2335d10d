using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Reports each call. It takes some time, so that silos are killed and frozen while handlers are at work.</summary>
internal sealed class ReportingHandler : IRunCompletionHandler
{
    public const string Name = "report";

    private static readonly TimeSpan WorkTime = TimeSpan.FromMilliseconds(50);

    public async Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken)
    {
        var timestamp = Stopwatch.GetTimestamp();
        var isRight = completion.Failure is null
            && completion.Runs.Count == 1
            && ProofRuns.IsRight(completion.State!, completion.Runs[0]);
        ReplicaOutput.Report("delivered", new Delivery(completion.WaitId, completion.Attempt, timestamp, isRight));
        await Task.Delay(WorkTime, cancellationToken);
    }
}
