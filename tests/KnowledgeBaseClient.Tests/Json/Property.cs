#if NET10_0_OR_GREATER
using CsCheck;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// Checks a property on generated values. CsCheck alone starts with a random seed each time. Here, value n of a seed is always the same,
// whatever the number of threads, so a failure on one machine can be reproduced on any other.
internal static class Property
{
    private const int MaxShrinkAttempts = 20_000;

    // The count is that of a full run. A reduced run generates fewer values, see TestSize.
    public static void Holds<T>(Gen<T> values, int count, Action<T> property)
    {
        var seed = TestSize.Current.Seed;
        Exception? firstFailure = null;
        var result = Parallel.For(0, TestSize.Current.ValueCount(count), (index, loop) =>
        {
            try
            {
                property(values.Generate(new PCG((uint)index, seed), null, out _));
            }
            catch (Exception failure)
            {
                firstFailure = failure;
                loop.Break();
            }
        });

        if (result.LowestBreakIteration is { } lowest)
        {
            ThrowShrunkFailure(values, property, seed, (uint)lowest, firstFailure!);
        }
    }

    // Sequential: the property waits for other threads, so running it in parallel could exhaust the thread pool.
    public static async Task HoldsAsync<T>(Gen<T> values, int count, Func<T, Task> property)
    {
        var seed = TestSize.Current.Seed;
        for (var index = 0U; index < TestSize.Current.ValueCount(count); index++)
        {
            try
            {
                await property(values.Generate(new PCG(index, seed), null, out _));
            }
            catch (Exception failure)
            {
                ThrowShrunkFailure(values, value => property(value).GetAwaiter().GetResult(), seed, index, failure);
            }
        }
    }

    private static void ThrowShrunkFailure<T>(Gen<T> values, Action<T> property, ulong seed, uint index, Exception original)
    {
        try
        {
            Check.Sample(values, property, seed: new PCG(index, seed).ToString(), iter: MaxShrinkAttempts, threads: 1);
        }
        catch (Exception failure)
        {
            throw new AssertionException($"Value {index} of seed {seed} fails. {Reproduce(seed)} reproduces it. {failure}");
        }

        Assert.Fail($"Value {index} of seed {seed} failed once but passed when repeated. {Reproduce(seed)} runs it again. {original}");
    }

    private static string Reproduce(ulong seed)
    {
        var full = TestSize.Current.IsFull ? $"{TestSize.FullVariable}=true " : "";
        return $"`{full}{TestSize.SeedVariable}={seed} dotnet test`";
    }
}
#endif
