using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Aot.Runner;

/// <summary>Measures the README's first example: the time from its start to its end, with one list.</summary>
internal static class FirstList
{
    private const int Repetitions = 15;

    // MB. With one SDK, the size is the same in every run, unlike time and memory.
    private const double MaxSize = 9.5;

    public static async Task<int> RunAsync(MeasuredProgram program)
    {
        // The key and the id are those of the README.
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = "your-api-key" });
        server.Simulator.KnowledgeBase("your-knowledge-base-id").SetRunsJson(
            """[{"id":"run-1","status":"completed","progress":100,"workflow":{"name":"ingestion"}}]""");
        var variables = new Dictionary<string, string> { ["KNOWLEDGE_BASE_URL"] = $"{server.BaseAddress}" };

        var (milliseconds, peaks) = (new List<double>(), new List<double>());
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var watch = Stopwatch.StartNew();
            var (exitCode, peakMemory, output) = await program.RunAsync(variables);
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            peaks.Add(peakMemory);
            if (exitCode != 0 || output.Trim() != "run-1  ingestion  completed  100 %")
            {
                Console.Error.WriteLine($"{program.Name} ended with code {exitCode} and printed: {output}");
                return 1;
            }
        }

        milliseconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{program.Name}: {program.Size:F1} MB, start to end {milliseconds[Repetitions / 2]:F0} ms "
            + $"(median of {Repetitions}, {milliseconds[0]:F0} to {milliseconds[^1]:F0}), peak memory {peaks.Max():F1} MB"));
        if (program.Size > MaxSize)
        {
            Console.Error.WriteLine($"{program.Name} is larger than {MaxSize} MB.");
            return 1;
        }

        return 0;
    }
}
