using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The table of ratios, and the same as lines that a program can read.</summary>
internal static class RatiosReport
{
    private static readonly string[] Others = [Way.Refit, Way.Newtonsoft];

    public static void Write(IReadOnlyList<Contender> contenders)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} shared cores; each number is divided by that of {Way.HandWritten}"));
        WriteTable("time", contenders, sample => sample.Seconds);
        WriteTable("allocated", contenders, sample => sample.AllocatedBytes);
        Console.WriteLine();
        WriteLines("ratio", contenders, sample => sample.Seconds);
        WriteLines("alloc", contenders, sample => sample.AllocatedBytes);
    }

    private static void WriteTable(string what, IReadOnlyList<Contender> contenders, Func<Sample, double> cost)
    {
        Console.WriteLine();
        Console.WriteLine($"| {what}: median (10th-90th percentile) | size | {Way.Library} | {string.Join(" | ", Others)} | rounds |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var own in contenders.Where(contender => contender.Way == Way.Library))
        {
            var others = Others.Select(way => contenders.FirstOrDefault(other => (other.Case, other.Size, other.Way) == (own.Case, own.Size, way)));
            var cells = others.Select(other => other?.Ratios(cost).ToString() ?? "");
            Console.WriteLine($"| {own.Case} | {own.Size.Name} | {own.Ratios(cost)} | {string.Join(" | ", cells)} | {own.Samples.Count} |");
        }
    }

    private static void WriteLines(string word, IReadOnlyList<Contender> contenders, Func<Sample, double> cost)
    {
        foreach (var own in contenders.Where(contender => contender.Way == Way.Library))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{word} {own.Case} {own.Size.Name} {own.Ratios(cost).Median:0.0000}"));
        }
    }
}
