using System.Globalization;
using KnowledgeBaseClient;

namespace QuickStart.Output;

/// <summary>Prints runs as a table, one row per run.</summary>
internal static class RunTable
{
    private const string NoValue = "-";

    private static readonly TextTable Table = new(
        new("ID", MaxWidth: 36),
        new("WORKFLOW", MaxWidth: 28),
        new("STATUS", MaxWidth: 24),
        new("PROGRESS", MaxWidth: 8, AlignRight: true),
        new("CREATED (UTC)", MaxWidth: 16),
        new("DURATION", MaxWidth: 14, AlignRight: true));

    public static void Write(IReadOnlyList<Run> runs, TextWriter output) => Table.Write([.. runs.Select(ToRow)], output);

    private static string[] ToRow(Run run) =>
    [
        run.Id,
        run.WorkflowName ?? run.WorkflowId ?? NoValue,
        run.Status.Value,
        string.Create(CultureInfo.InvariantCulture, $"{run.Progress} %"),
        run.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? NoValue,
        run.FinishedAt - run.CreatedAt is { } duration ? Format(duration) : NoValue,
    ];

    private static string Format(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => NoValue,
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };
}
