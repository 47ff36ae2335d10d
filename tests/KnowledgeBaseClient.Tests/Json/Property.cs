#if NET10_0_OR_GREATER
using CsCheck;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// Tries a property on generated values. CsCheck itself would start anywhere each time; here value number n of a seed is always the same, however many
// threads there are, so that a failure of the CI is a failure everywhere.
internal static class Property
{
    private const string SeedVariable = "KNOWLEDGEBASE_TEST_SEED";
    private const ulong UsualSeed = 20260401;
    private const int AttemptsToShrink = 20_000;

    private static ulong Seed => ulong.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var chosen) ? chosen : UsualSeed;

    public static void Holds<T>(Gen<T> values, int count, Action<T> property)
    {
        var seed = Seed;
        Exception? seen = null;
        var result = Parallel.For(0, count, (index, loop) =>
        {
            try
            {
                property(values.Generate(new PCG((uint)index, seed), null, out _));
            }
            catch (Exception failure)
            {
                seen = failure;
                loop.Break();
            }
        });

        if (result.LowestBreakIteration is { } first)
        {
            ExplainFailure(values, property, seed, (uint)first, seen!);
        }
    }

    // One after the other: what is tried waits for other threads, and would take them all.
    public static async Task HoldsAsync<T>(Gen<T> values, int count, Func<T, Task> property)
    {
        var seed = Seed;
        for (var index = 0U; index < count; index++)
        {
            try
            {
                await property(values.Generate(new PCG(index, seed), null, out _));
            }
            catch (Exception failure)
            {
                ExplainFailure(values, value => property(value).GetAwaiter().GetResult(), seed, index, failure);
            }
        }
    }

    private static void ExplainFailure<T>(Gen<T> values, Action<T> property, ulong seed, uint index, Exception seen)
    {
        try
        {
            Check.Sample(values, property, seed: new PCG(index, seed).ToString(), iter: AttemptsToShrink, threads: 1);
        }
        catch (Exception failure)
        {
            throw new AssertionException($"Value {index} of seed {seed} fails; {SeedVariable}={seed} dotnet test runs it again. {failure}");
        }

        Assert.Fail($"Value {index} of seed {seed} failed, and did not when tried again ({SeedVariable}={seed}). {seen}");
    }
}
#endif
