using System.Diagnostics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Measures all contenders one after the other in rounds, alternately forwards and backwards. Disturbances of the machine affect all
/// contenders of a round alike, and ratios are taken within a round.
/// </summary>
internal static class Rounds
{
    private const int MinRounds = 5;

    public static async Task MeasureAsync(IReadOnlyList<Contender> contenders, TimeSpan warmUp, TimeSpan time)
    {
        // Let the JIT compile and optimize the hot code.
        foreach (var contender in contenders)
        {
            var warmUpClock = Stopwatch.StartNew();
            do
            {
                await MeasureAsync(contender, round: 0);
            }
            while (warmUpClock.Elapsed < warmUp);
        }

        var clock = Stopwatch.StartNew();
        for (var round = 0; round < MinRounds || clock.Elapsed < time; round++)
        {
            var ordered = round % 2 == 0 ? contenders : contenders.Reverse();
            foreach (var contender in ordered.Where(contender => round % contender.EveryRounds == 0))
            {
                contender.Samples.Add(await MeasureAsync(contender, round));
            }
        }
    }

    private static async Task<Sample> MeasureAsync(Contender contender, int round)
    {
        // Collect the garbage of the previous contender, so that this one does not pay for it.
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < contender.Calls; call++)
        {
            var runs = await contender.Call();
            if (runs != contender.ExpectedRuns)
            {
                throw new InvalidOperationException(
                    $"{contender.Case} {contender.Size.Name} with {contender.Approach} read {runs} runs, not {contender.ExpectedRuns}.");
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated);
        return new Sample(round, seconds / contender.Calls, bytes / contender.Calls);
    }
}
