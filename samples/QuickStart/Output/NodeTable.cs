using System.Globalization;
using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart.Output;

/// <summary>Prints the state and progress of each node of a run.</summary>
internal static class NodeTable
{
    private const int BarLength = 20;

    private static readonly TextTable Table = new(
        new("NODE", MaxWidth: 36),
        new("STATE", MaxWidth: 9),
        new("DONE", MaxWidth: 5, AlignRight: true),
        new("", MaxWidth: BarLength + 2));

    public static void Write(ProgressDetails details, IReadOnlyDictionary<string, string> nodeNames, TextWriter output)
    {
        Table.Write(
            [
                .. ToRows(details.ExecutedNodes, "executed"),
                .. ToRows(details.RunningNodes, "running"),
                .. ToRows(details.RemainingNodes, "remaining"),
                .. ToRows(details.SkippedNodes, "skipped"),
            ],
            output);

        IEnumerable<string[]> ToRows(IReadOnlyList<string> nodeIds, string state) =>
            nodeIds.Select(nodeId => ToRow(nodeNames.GetValueOrDefault(nodeId, nodeId), state, GetPercent(details, nodeId)));
    }

    private static string[] ToRow(string name, string state, int? percent) =>
        percent is { } done
            ? [name, state, string.Create(CultureInfo.InvariantCulture, $"{done} %"), ToBar(done)]
            : [name, state, "", ""];

    // TryGetProperty reads one property without parsing the rest of the JSON.
    private static int? GetPercent(ProgressDetails details, string nodeId) =>
        details.PerNodeProgress.TryGetProperty(nodeId, out var percent) && percent.ValueKind == JsonValueKind.Number
            ? (int)Math.Clamp(percent.ToJsonElement().GetDouble(), 0, 100)
            : null;

    private static string ToBar(int percent) => $"[{new string('#', percent * BarLength / 100).PadRight(BarLength, '.')}]";
}
