using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SubscriptionTests
{
    [TestCase(false, "running", ExpectedResult = false)]
    [TestCase(false, "completed", ExpectedResult = false)]
    [TestCase(true, "running", ExpectedResult = false)]
    [TestCase(true, "completed", ExpectedResult = true, Description = "Its reader is done with the run.")]
    public bool TryTake_WithoutWhatExists_HoldsOnlyTheEndOfARunThatWasAskedFor(bool askedFor, string status)
    {
        var subscription = Watch(askedFor ? ["a"] : null);

        subscription.Add(new RunSnapshot(new Run { Id = "a", Status = new RunStatus(status) }, null));

        return subscription.TryTake(out _);
    }

    [Test]
    public void End_Twice_KeepsTheFirst()
    {
        var first = new InvalidOperationException("The first.");
        var subscription = Watch(null);

        subscription.End(first);
        subscription.End(new InvalidOperationException("The second."));

        Assert.That(async () => await subscription.WaitAsync(CancellationToken.None), Throws.Exception.SameAs(first));
    }

    private static Subscription Watch(IReadOnlyList<string>? ids)
    {
        var never = Timeout.InfiniteTimeSpan;
        var terms = new SubscriptionOptions(ids, IsWait: false, HasUntil: false, IncludeExisting: false, 5, never, never, new PollingOptions());
        return new Subscription("kb", terms, TimeProvider.System);
    }
}
