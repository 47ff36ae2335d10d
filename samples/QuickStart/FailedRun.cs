using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>A run that has failed: a value to look at, and an exception for whoever needs it completed.</summary>
internal static class FailedRun
{
    public static void Write(IReadOnlyList<Run> runs, TextWriter output)
    {
        output.WriteLine();
        if (runs.FirstOrDefault(run => run.Status == RunStatus.Failed) is not { } run)
        {
            output.WriteLine("No run has failed.");
            return;
        }

        output.WriteLine("EnsureCompleted() of the failed run throws:");
        try
        {
            run.EnsureCompleted();
        }
        catch (RunFailedException failure)
        {
            output.WriteLine($"  {nameof(RunFailedException)}: {ColumnText.OneLine(failure.Message)}");
            if (ErrorOf(failure.Run)?.NodeId is { } nodeId)
            {
                output.WriteLine($"  The node that failed: {ColumnText.OneLine(NodeNames.Of(run).GetValueOrDefault(nodeId, nodeId))}");
            }
        }
    }

    // Deserialize reads opaque JSON as a type of your own; what does not fit it is a JsonException.
    private static RunError? ErrorOf(Run run)
    {
        try
        {
            return run.Output.TryGetProperty("error", out var error) ? error.Deserialize(QuickStartJson.Default.RunError) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
