using System.Globalization;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>
/// Changes to runs as lines: in a terminal, the progress of a run stays on one line until something else happens; where the output goes to a file, each
/// change is a line of its own.
/// </summary>
internal sealed class ProgressLines(TextWriter output, bool isTerminal) : IProgress<RunChange>
{
    private const int Width = 78;

    private string? _unfinished;

    public void Report(RunChange value)
    {
        var run = value.Current;
        var left = value.EstimatedTimeLeft is { } time ? string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(time.TotalSeconds)} s left") : "";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"  {ColumnText.Cut(run.Id, 36)}  {ColumnText.Cut(run.Status.Value, 12),-12} {run.Progress,3} %{NodesDone(value)}{left}");

        if (isTerminal)
        {
            FinishUnless(run.Id);
            output.Write($"\r{ColumnText.Pad(ColumnText.Cut(line, Width), Width)}");
            _unfinished = run.Id;
        }
        else
        {
            output.WriteLine(line);
        }

        if (run.Status.IsTerminal)
        {
            FinishUnless(null);
        }
    }

    public void Say(string text)
    {
        FinishUnless(null);
        output.WriteLine();
        output.WriteLine(ColumnText.OneLine(text));
    }

    // Of a run that is seen for the first time, all nodes that are done have moved.
    private static string NodesDone(RunChange change) =>
        change.MovedNodes.Count(move => move.To == NodeState.Executed) is > 0 and var done
            ? string.Create(CultureInfo.InvariantCulture, $", {done} {(change.Previous is null ? "" : "more ")}{(done == 1 ? "node" : "nodes")} done")
            : "";

    private void FinishUnless(string? runId)
    {
        if (_unfinished is not null && _unfinished != runId)
        {
            output.WriteLine();
            _unfinished = null;
        }
    }
}
