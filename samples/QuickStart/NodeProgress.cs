using System.Globalization;
using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>How far a running run is, node by node.</summary>
internal static class NodeProgress
{
    private const int BarLength = 20;

    private static readonly TextTable Table = new(
        new("NODE", MaxWidth: 36),
        new("STATE", MaxWidth: 9),
        new("DONE", MaxWidth: 5, AlignRight: true),
        new("", MaxWidth: BarLength + 2));

    public static void Write(IReadOnlyList<Run> runs, TextWriter output)
    {
        output.WriteLine();
        if (runs.FirstOrDefault(run => run.Status == RunStatus.Running) is not { } run)
        {
            output.WriteLine("No run is running now, so there is no progress to show.");
            return;
        }

        output.WriteLine($"The run {ColumnText.OneLine(run.Id)} is running, node by node:");
        if (run.ProgressDetails is not { } details)
        {
            output.WriteLine("The service says nothing of its nodes.");
            return;
        }

        var names = NodeNames.Of(run);
        Table.Write(
            output,
            [
                .. Rows(details.ExecutedNodes, "executed"),
                .. Rows(details.RunningNodes, "running"),
                .. Rows(details.RemainingNodes, "remaining"),
                .. Rows(details.SkippedNodes, "skipped"),
            ]);

        IEnumerable<string[]> Rows(IReadOnlyList<string> nodeIds, string state) =>
            nodeIds.Select(nodeId => Row(names.GetValueOrDefault(nodeId, nodeId), state, PercentOf(details, nodeId)));
    }

    private static string[] Row(string name, string state, int? percent) =>
        percent is { } done
            ? [name, state, string.Create(CultureInfo.InvariantCulture, $"{done} %"), Bar(done)]
            : [name, state, "", ""];

    // TryGetProperty takes one property out of opaque JSON, without building anything for what lies beside it.
    private static int? PercentOf(ProgressDetails details, string nodeId) =>
        details.PerNodeProgress.TryGetProperty(nodeId, out var percent) && percent.ValueKind == JsonValueKind.Number
            ? (int)Math.Clamp(percent.ToJsonElement().GetDouble(), 0, 100)
            : null;

    private static string Bar(int percent) => $"[{new string('#', percent * BarLength / 100).PadRight(BarLength, '.')}]";
}
