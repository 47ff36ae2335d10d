using System.Globalization;
using KnowledgeBaseClient;

namespace QuickStart.Output;

/// <summary>
/// Prints each change of a run. In a terminal, consecutive changes of the same run share one line. In redirected output, each has its own.
/// </summary>
internal sealed class ProgressPrinter(TextWriter output, bool isTerminal) : IProgress<RunChange>
{
    private const int LineWidth = 78;

    private string? _openLineRunId;

    public void Report(RunChange value)
    {
        var run = value.Current;
        var line = Format(value);
        if (!isTerminal)
        {
            output.WriteLine(line);
            return;
        }

        if (_openLineRunId != run.Id)
        {
            EndLine();
        }

        output.Write($"\r{ConsoleText.Pad(ConsoleText.Truncate(line, LineWidth), LineWidth)}");
        _openLineRunId = run.Id;
        if (run.Status.IsTerminal)
        {
            EndLine();
        }
    }

    /// <summary>Ends the line that the next change would overwrite. Call it before other output.</summary>
    public void EndLine()
    {
        if (_openLineRunId is not null)
        {
            output.WriteLine();
            _openLineRunId = null;
        }
    }

    private static string Format(RunChange change)
    {
        var run = change.Current;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"  {ConsoleText.Truncate(run.Id, 36)}  {ConsoleText.Truncate(run.Status.Value, 9),-9}  {run.Progress,3} %");

        if (run.ProgressDetails is { } details)
        {
            var executed = details.ExecutedNodes.Count;
            var total = executed + details.RunningNodes.Count + details.RemainingNodes.Count + details.SkippedNodes.Count;
            line += string.Create(CultureInfo.InvariantCulture, $", {executed}/{total} nodes");
        }

        return change.EstimatedTimeLeft is { } timeLeft
            ? line + string.Create(CultureInfo.InvariantCulture, $", ~{Math.Ceiling(timeLeft.TotalSeconds)} s left")
            : line;
    }
}
