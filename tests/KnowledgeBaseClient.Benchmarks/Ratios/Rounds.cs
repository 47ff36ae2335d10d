using System.Diagnostics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Has all contenders go one after the other, round after round, forwards and backwards in turn: what disturbs the machine for a while disturbs them all,
/// and a ratio is taken within a round.
/// </summary>
internal static class Rounds
{
    private const int LeastRounds = 5;

    public static async Task MeasureAsync(IReadOnlyList<Contender> contenders, TimeSpan warmUp, TimeSpan time)
    {
        // For the compiler to have seen what is hot.
        foreach (var contender in contenders)
        {
            var warm = Stopwatch.StartNew();
            do
            {
                await MeasureAsync(contender, round: 0);
            }
            while (warm.Elapsed < warmUp);
        }

        var clock = Stopwatch.StartNew();
        for (var round = 0; round < LeastRounds || clock.Elapsed < time; round++)
        {
            foreach (var contender in (round % 2 == 0 ? contenders : contenders.Reverse()).Where(contender => round % contender.EveryRounds == 0))
            {
                contender.Samples.Add(await MeasureAsync(contender, round));
            }
        }
    }

    private static async Task<Sample> MeasureAsync(Contender contender, int round)
    {
        // Nobody pays for what the one before has left.
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < contender.Calls; call++)
        {
            var runs = await contender.Call();
            if (runs != contender.ExpectedRuns)
            {
                throw new InvalidOperationException(
                    $"{contender.Case} {contender.Size.Name} by {contender.Way} has read {runs} runs instead of {contender.ExpectedRuns}.");
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(round, seconds / contender.Calls, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / contender.Calls);
    }
}
