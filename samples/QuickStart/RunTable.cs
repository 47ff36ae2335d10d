using System.Globalization;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>The runs of a knowledge base, one in a row.</summary>
internal static class RunTable
{
    private const string Nothing = "-";

    private static readonly TextTable Table = new(
        new("ID", MaxWidth: 36),
        new("WORKFLOW", MaxWidth: 28),
        new("STATUS", MaxWidth: 24),
        new("PROGRESS", MaxWidth: 8, AlignRight: true),
        new("CREATED (UTC)", MaxWidth: 16),
        new("FINISHED AFTER", MaxWidth: 14, AlignRight: true));

    public static void Write(IReadOnlyList<Run> runs, TextWriter output)
    {
        output.WriteLine();
        if (runs.Count == 0)
        {
            output.WriteLine("The knowledge base has no runs yet: upload a document to it, and there will be one.");
            return;
        }

        Table.Write(output, [.. runs.Select(Row)]);
    }

    private static string[] Row(Run run) =>
    [
        run.Id,
        run.WorkflowName ?? run.WorkflowId ?? Nothing,
        run.Status.Value,
        string.Create(CultureInfo.InvariantCulture, $"{run.Progress} %"),
        run.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? Nothing,
        run.FinishedAt - run.CreatedAt is { } duration ? Words(duration) : Nothing,
    ];

    private static string Words(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => Nothing,
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };
}
