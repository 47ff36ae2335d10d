using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SubscriptionTests
{
    [TestCase(false, "running", ExpectedResult = false)]
    [TestCase(false, "completed", ExpectedResult = false)]
    [TestCase(true, "running", ExpectedResult = false)]
    [TestCase(true, "completed", ExpectedResult = true, Description = "The watch ends when its runs have finished.")]
    public bool TryTake_ExistingRunsExcluded_ReturnsOnlyFinishedRunFromFilter(bool isInFilter, string status)
    {
        var subscription = CreateWatch(isInFilter ? ["a"] : null);

        subscription.Add(new RunSnapshot(new Run { Id = "a", Status = new RunStatus(status) }, null), 0);

        return subscription.TryTake(out _);
    }

    [Test]
    public void End_CalledTwice_KeepsFirstException()
    {
        var first = new InvalidOperationException("First.");
        var subscription = CreateWatch(null);

        subscription.End(first);
        subscription.End(new InvalidOperationException("Second."));

        Assert.That(async () => await subscription.WaitAsync(CancellationToken.None), Throws.Exception.SameAs(first));
    }

    private static Subscription CreateWatch(IReadOnlyList<string>? ids)
    {
        var never = Timeout.InfiniteTimeSpan;
        var options = new SubscriptionOptions(
            ids, IsWait: false, HasUntil: false, IncludeExisting: false, never, never, never, new PollingOptions());
        return new Subscription("kb", options, TimeProvider.System);
    }
}
