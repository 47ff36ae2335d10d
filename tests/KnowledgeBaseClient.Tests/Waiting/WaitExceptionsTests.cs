using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The messages of the exceptions that end a wait.</summary>
public sealed class WaitExceptionsTests
{
    [TestCase(1, "the run r1")]
    [TestCase(2, "the runs r1, r2")]
    [TestCase(3, "the runs r1, r2, r3")]
    [TestCase(4, "4 runs (r1, r2, r3, …)")]
    public void Message_OneToFourRuns_NamesAtMostThree(int count, string names)
    {
        var ids = Enumerable.Range(1, count).Select(number => $"r{number}").ToList();
        var limit = TimeSpan.FromSeconds(90);

        var state = new WaitState("kb", ids, []);

        Assert.That(WaitExceptions.NotFound(state, ids, limit).Message, Is.EqualTo(
            $"The knowledge base kb has not listed {names} for 90 s (WaitOptions.MissingGrace). "
            + "Check the id, and that the run belongs to this knowledge base."));
        Assert.That(WaitExceptions.Stalled(state, limit).Message, Is.EqualTo(
            $"No change to {names} of the knowledge base kb was observed for 90 s (WaitOptions.StallTimeout). "
            + "See LastSeen, and check whether the service is still processing the runs."));
        Assert.That(WaitExceptions.TimedOut(state, limit).Message, Is.EqualTo(
            $"The wait for {names} of the knowledge base kb did not complete within 90 s (WaitOptions.Timeout). "
            + "Pending runs continue on the service: wait for them again."));
    }

    [TestCase(true, "a", 300, "Polling the run a of the knowledge base kb failed for at least 5 min (WaitOptions.OutageTimeout).")]
    [TestCase(false, "", 300, "Polling the runs of the knowledge base kb failed for at least 5 min (WatchOptions.OutageTimeout).")]
    [TestCase(true, "a", 0, "Polling the run a of the knowledge base kb failed (WaitOptions.OutageTimeout is zero).")]
    public void PollsFailed_WaitOrWatch_NamesTheRunItsOptionAndTheLastFailure(bool isWait, string id, int seconds, string message)
    {
        var failure = WaitExceptions.PollsFailed(
            new WaitState("kb", id.Length == 0 ? [] : ["a"], []),
            [id],
            CreateOptions(isWait, seconds),
            new HttpRequestException("Connection refused."));

        Assert.That(
            failure.Message,
            Is.EqualTo($"{message} The last failure was: Connection refused."));
    }

    [Test]
    public void TimedOut_Always_NamesThePendingRunsAndTheOption() =>
        Assert.That(
            WaitExceptions.TimedOut(new WaitState("kb", ["a", "b"], []), TimeSpan.FromMinutes(2)).Message,
            Is.EqualTo(
                "The wait for the runs a, b of the knowledge base kb did not complete within 2 min (WaitOptions.Timeout). "
                + "Pending runs continue on the service: wait for them again."));

    private static SubscriptionOptions CreateOptions(bool isWait, int outageSeconds)
    {
        var never = Timeout.InfiniteTimeSpan;
        return new SubscriptionOptions(
            ["a"],
            isWait,
            HasUntil: false,
            IncludeExisting: true,
            TimeSpan.FromSeconds(outageSeconds),
            never,
            never,
            new PollingOptions());
    }
}
