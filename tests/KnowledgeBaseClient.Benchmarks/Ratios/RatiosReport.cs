using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Writes the ratios as tables and as lines for scripts.</summary>
internal static class RatiosReport
{
    private static readonly string[] Others = [Approach.Refit, Approach.Newtonsoft];

    public static void Write(IReadOnlyList<Contender> contenders)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} shared cores; each number is relative to {Approach.HandWritten}"));
        WriteTable("time", contenders, sample => sample.Seconds);
        WriteTable("allocated", contenders, sample => sample.AllocatedBytes);
        Console.WriteLine();
        WriteLines("ratio", contenders, sample => sample.Seconds);
        WriteLines("alloc", contenders, sample => sample.AllocatedBytes);
    }

    private static void WriteTable(string title, IReadOnlyList<Contender> contenders, Func<Sample, double> cost)
    {
        Console.WriteLine();
        var others = string.Join(" | ", Others);
        Console.WriteLine($"| {title}: median (10th-90th percentile) | size | {Approach.Library} | {others} | rounds |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var own in contenders.Where(contender => contender.Approach == Approach.Library))
        {
            var rivals = Others.Select(approach => contenders.FirstOrDefault(
                other => (other.Case, other.Size, other.Approach) == (own.Case, own.Size, approach)));
            var cells = string.Join(" | ", rivals.Select(other => other?.Ratios(cost).ToString() ?? ""));
            Console.WriteLine($"| {own.Case} | {own.Size.Name} | {own.Ratios(cost)} | {cells} | {own.Samples.Count} |");
        }
    }

    private static void WriteLines(string prefix, IReadOnlyList<Contender> contenders, Func<Sample, double> cost)
    {
        foreach (var own in contenders.Where(contender => contender.Approach == Approach.Library))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{prefix} {own.Case} {own.Size.Name} {own.Ratios(cost).Median:0.0000}"));
        }
    }
}
