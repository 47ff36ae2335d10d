using System.Text.Json;
using KnowledgeBaseClient;
using QuickStart.Output;

namespace QuickStart;

/// <summary>One method per task. Each one calls the library and prints the result.</summary>
internal sealed class Examples(IRunsClient client, string knowledgeBaseId, TextWriter output)
{
    private const string UnknownKnowledgeBaseId = "00000000-0000-0000-0000-000000000000";

    public async Task<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken)
    {
        WriteTitle("List runs: client.ListAsync()");
        var runs = await client.ListAsync(knowledgeBaseId, cancellationToken: cancellationToken);
        if (runs.Count == 0)
        {
            output.WriteLine("The knowledge base has no runs yet. Upload a document to start one.");
        }
        else
        {
            RunTable.Write(runs, output);
        }

        return runs;
    }

    public void ShowNodeProgress(IReadOnlyList<Run> runs)
    {
        WriteTitle("Show the progress of each node: run.ProgressDetails");
        var run = runs.FirstOrDefault(run => run.Status == RunStatus.Running);
        if (run is null)
        {
            output.WriteLine("No run is running.");
        }
        else if (run.ProgressDetails is null)
        {
            output.WriteLine($"The service sent no progress details for run {ConsoleText.ToSingleLine(run.Id)}.");
        }
        else
        {
            output.WriteLine($"Run {ConsoleText.ToSingleLine(run.Id)} is running:");
            NodeTable.Write(run.ProgressDetails, WorkflowNodes.GetNames(run), output);
        }
    }

    public void HandleFailedRun(IReadOnlyList<Run> runs)
    {
        WriteTitle("Handle a failed run: run.EnsureCompleted()");
        var run = runs.FirstOrDefault(run => run.Status == RunStatus.Failed);
        if (run is null)
        {
            output.WriteLine("No run failed.");
            return;
        }

        // A failed run is a value. EnsureCompleted throws if the run is in any status other than completed.
        try
        {
            run.EnsureCompleted();
        }
        catch (RunFailedException error)
        {
            WriteError(error);
            if (GetError(error.Run)?.NodeId is { } nodeId)
            {
                var nodeName = WorkflowNodes.GetNames(error.Run).GetValueOrDefault(nodeId, nodeId);
                output.WriteLine($"  Failed node: {ConsoleText.ToSingleLine(nodeName)}");
            }
        }
    }

    public async Task UploadDocumentsAsync(ProgressPrinter progress, CancellationToken cancellationToken)
    {
        WriteTitle("Upload documents and wait for their runs: client.UploadAndWaitAsync()");
        var folder = Path.Combine(AppContext.BaseDirectory, "Documents");
        List<DocumentUpload> documents = [.. Directory.GetFiles(folder).Order().Select(path => DocumentUpload.FromFile(path))];
        output.WriteLine($"Uploading {string.Join(", ", documents)}. Each poll is one request for all runs:");

        var options = new UploadAndWaitOptions
        {
            Upload = new UploadOptions { Prefix = "/contracts" },
            Wait = new WaitOptions
            {
                Timeout = TimeSpan.FromSeconds(30),
                Progress = progress,

                // Short, because the simulated runs finish within seconds. For real runs, keep the default.
                Polling = new PollingOptions
                {
                    InitialInterval = TimeSpan.FromMilliseconds(200),
                    MaxInterval = TimeSpan.FromMilliseconds(200),
                },
            },
        };

        try
        {
            var finished = new List<Run>();
            await foreach (var run in client.UploadAndWaitAsync(knowledgeBaseId, documents, options, cancellationToken))
            {
                finished.Add(run);
            }

            var counts = finished.GroupBy(run => run.Status).Select(group => $"{group.Count()} {group.Key}");
            output.WriteLine($"All runs finished: {string.Join(", ", counts)}.");
            foreach (var run in finished.Where(run => run.ErrorMessage is not null))
            {
                output.WriteLine($"  {ConsoleText.ToSingleLine(run.Id)}: {ConsoleText.ToSingleLine(run.ErrorMessage!)}");
            }
        }
        catch (KnowledgeBaseException error) when (UploadOutcome.Of(error) is { } outcome)
        {
            // The runs that were started continue on the service: wait for outcome.RunIds.
            progress.EndLine();
            WriteError(error);
            output.WriteLine($"  Documents: {outcome}");
        }
    }

    public async Task HandleErrorAsync(CancellationToken cancellationToken)
    {
        WriteTitle("Handle an error: KnowledgeBaseApiException");
        output.WriteLine($"Listing the runs of knowledge base {UnknownKnowledgeBaseId}, which does not exist:");
        try
        {
            await client.ListAsync(UnknownKnowledgeBaseId, cancellationToken: cancellationToken);
            output.WriteLine("  The service returned a list instead of an error.");
        }
        catch (KnowledgeBaseNotFoundException error)
        {
            WriteApiError(error);
            output.WriteLine("  What to do: correct the id. The client does not retry this error, because a retry cannot succeed.");
        }
        catch (KnowledgeBaseApiException error) when (!error.IsTransient)
        {
            // Some installations respond with 403 or 422 to an unknown id.
            WriteApiError(error);
        }
    }

    // Input, output and definitions are opaque JSON (RawJson). Deserialize reads one as your own type.
    private static RunError? GetError(Run run)
    {
        try
        {
            return run.Output.TryGetProperty("error", out var error) ? error.Deserialize(QuickStartJsonContext.Default.RunError) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void WriteTitle(string title)
    {
        output.WriteLine();
        output.WriteLine($"== {title} ==");
    }

    private void WriteError(KnowledgeBaseException error) =>
        output.WriteLine($"  {error.GetType().Name}: {ConsoleText.ToSingleLine(error.Message)}");

    private void WriteApiError(KnowledgeBaseApiException error)
    {
        WriteError(error);
        var transient = error.IsTransient ? "yes" : "no";
        output.WriteLine($"  Status: {(int)error.StatusCode} ({error.StatusCode}), attempts: {error.Attempts}, transient: {transient}");
    }
}
