/// Reports the results of importing documents into a knowledge base.
module KnowledgeBaseClient.Consumers.FSharp.ImportReport

open System
open System.Threading
open KnowledgeBaseClient

/// Describes a run for a person.
let describe (run: Run) =
    match run.Status.Kind with
    | RunStatusKind.Completed -> $"{run.Id}: imported"
    | RunStatusKind.Failed ->
        let reason = run.ErrorMessage |> Option.ofObj |> Option.defaultValue "no error given"
        $"{run.Id}: {reason}"
    | RunStatusKind.AwaitingHumanFeedback -> $"{run.Id}: a person must act"
    | _ -> $"{run.Id}: {run.Status}"

/// Lists the failed runs.
let listFailures (client: IRunsClient) (knowledgeBaseId: string) (cancellationToken: CancellationToken) =
    task {
        let! runs = client.ListAsync(knowledgeBaseId, RunStatus.Failed, cancellationToken)
        return runs |> Seq.map describe |> Seq.toList
    }

/// Waits for the runs of an upload and describes them. Those that have not finished in time are described as they are.
let waitForAll (client: IRunsClient) (knowledgeBaseId: string) (runIds: string seq) (cancellationToken: CancellationToken) =
    task {
        try
            let options = WaitOptions(Timeout = TimeSpan.FromHours 1.0)
            let! runs = client.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken)
            return runs |> Seq.map describe |> Seq.toList
        with :? RunWaitTimeoutException ->
            let! runs = client.ListAsync(knowledgeBaseId, RunFilter(RunIds = Seq.toArray runIds), cancellationToken)
            return runs |> Seq.map describe |> Seq.toList
    }

/// Watches a knowledge base until a run fails. Ignores the runs that have failed already.
let private watchUntilFailure (client: IRunsClient) (knowledgeBaseId: string) (cancellationToken: CancellationToken) =
    task {
        let options = WatchOptions(IncludeExisting = false)
        use changes = client.WatchAsync(knowledgeBaseId, options, cancellationToken).GetAsyncEnumerator(cancellationToken)
        let mutable failed: RunSummary option = None

        // The watch ends only if it is canceled or fails: then MoveNextAsync throws.
        while failed.IsNone do
            let! _ = changes.MoveNextAsync()
            let change = changes.Current

            if change.Kind = RunChangeKind.Failed then
                failed <- Some change.Current

        return failed.Value
    }

/// Describes the next run that fails.
let waitForFailure (client: IRunsClient) (knowledgeBaseId: string) (cancellationToken: CancellationToken) =
    task {
        let! failed = watchUntilFailure client knowledgeBaseId cancellationToken

        // A change holds a summary. The reason is in the whole run.
        let! run = client.GetAsync(knowledgeBaseId, failed.Id, cancellationToken)
        return describe run
    }
