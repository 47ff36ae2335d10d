using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Fakes;

/// <summary>Lets fake time pass while the client polls.</summary>
internal static class FakeTimeExtensions
{
    /// <summary>
    /// Advances the clock until the condition is true, by hours or days. For tests without time limits; the others use
    /// <see cref="FastClock"/>.
    /// </summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider clock, Func<bool> condition)
    {
        while (!condition())
        {
            // Set by [CancelAfter] of the test.
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
