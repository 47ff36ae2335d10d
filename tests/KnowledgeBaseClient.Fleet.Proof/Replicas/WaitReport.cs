namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>How the waits of a replica ended. Delays: in milliseconds, from the end of each run to the end of its wait.</summary>
internal sealed record WaitReport(int Lost, int Wrong, IReadOnlyList<int> Delays, string? FirstError)
{
    public static WaitReport Sum(IReadOnlyCollection<WaitReport> reports) => new(
        reports.Sum(report => report.Lost),
        reports.Sum(report => report.Wrong),
        [.. reports.SelectMany(report => report.Delays).Order()],
        reports.Select(report => report.FirstError).FirstOrDefault(error => error is not null));

    /// <summary>A percentile of the delays, in seconds.</summary>
    public double Delay(double percentile) => Delays.Count == 0 ? 0 : Delays[(int)((Delays.Count - 1) * percentile)] / 1000.0;
}
