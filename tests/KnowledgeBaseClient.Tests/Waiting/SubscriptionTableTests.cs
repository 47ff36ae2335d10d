using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SubscriptionTableTests
{
    private readonly SubscriptionTable _table = new();

    [Test]
    public void IsEmpty_AllRunsOfAReaderHaveEndedAndHeHasNotTakenThem_IsTrue()
    {
        Wait("a", "b");

        Poll(RunOf("a", RunStatus.Completed));
        var withOneOpen = _table.IsEmpty;
        Poll(RunOf("b", RunStatus.Completed));

        Assert.That((withOneOpen, _table.IsEmpty), Is.EqualTo((false, true)));
    }

    [Test]
    public void EndAll_WaitsAndWatches_LeavesNothingToAskFor()
    {
        Wait("a");
        Watch();
        Poll(RunOf("a", RunStatus.Running));

        _table.EndAll(new InvalidOperationException());

        Assert.That((_table.IsEmpty, _table.IncludesAllRuns), Is.EqualTo((true, false)));
        Assert.That(_table.OpenIds, Is.Empty);
        Assert.That(_table.Subscriptions, Is.Empty);
    }

    [Test]
    public void OtherStatusCount_RunsOfEveryKind_CountsThoseWaitedForWithAnotherStatusOrNone()
    {
        Wait("queued", "running", "unknown", "unseen");
        Watch();

        Poll(
            RunOf("queued", RunStatus.Queued),
            RunOf("running", RunStatus.Running),
            RunOf("unknown", new RunStatus("awaiting_human_feedback")),
            RunOf("not waited for", RunStatus.Failed));

        Assert.That(_table.OtherStatusCount, Is.EqualTo(2));
    }

    [Test]
    public void Apply_TwoRunsHaveChanged_IsTrue()
    {
        Wait("a", "b");

        Assert.That(Poll(RunOf("a", RunStatus.Running), RunOf("b", RunStatus.Running)), Is.True);
    }

    [TestCase("gone", false, false, ExpectedResult = true)]
    [TestCase("gone", true, false, ExpectedResult = true)]
    [TestCase("gone", false, true, ExpectedResult = true)]
    [TestCase("gone", true, true, ExpectedResult = true)]
    [TestCase("never there", false, false, ExpectedResult = false)]
    [TestCase("never there", true, false, ExpectedResult = true)]
    [TestCase("never there", false, true, ExpectedResult = false)]
    [TestCase("never there", true, true, ExpectedResult = true)]
    public bool Apply_RunIsNotListed_IsTrueIfItWasBeforeOrAnotherHasChanged(string unlisted, bool anotherHasChanged, bool everything)
    {
        Wait("other", unlisted);
        if (everything)
        {
            Watch();
        }

        Poll([RunOf("other", RunStatus.Queued), .. unlisted == "gone" ? [RunOf("gone", RunStatus.Queued)] : Array.Empty<Run>()]);

        return Poll(RunOf("other", anotherHasChanged ? RunStatus.Running : RunStatus.Queued));
    }

    [Test]
    public void Apply_RunWaitedForIsNotListedAmongAll_HasVanishedForTheWatcher()
    {
        Wait("a");
        var watcher = Watch();
        Poll(RunOf("a", RunStatus.Running));
        watcher.TryTake(out _);

        Poll();

        Assert.That(watcher.TryTake(out var snapshot), Is.True);
        Assert.That((snapshot!.Summary.Id, snapshot.HasVanished), Is.EqualTo(("a", true)));
    }

    [Test]
    public void Apply_RunOfAWaitThatHasSeenItsEnd_IsNoChange()
    {
        Wait("a", "b");
        Poll(RunOf("a", RunStatus.Failed));

        Assert.That(Poll(RunOf("a", RunStatus.Queued)), Is.False);
    }

    [Test]
    public void Apply_RunOfAWatcherWhoHasLeft_IsNoChange()
    {
        Wait("a");
        var watcher = Watch();
        Poll(RunOf("b", RunStatus.Queued));
        _table.Remove(watcher);

        Assert.That(Poll(RunOf("b", RunStatus.Running)), Is.False);
    }

    [Test]
    public void Apply_OneOfTwoWatchersHasLeft_StillKnowsTheRuns()
    {
        Watch();
        var leaving = Watch();
        Poll(RunOf("a", RunStatus.Queued));
        _table.Remove(leaving);

        Assert.That(Poll(RunOf("a", RunStatus.Queued)), Is.False);
        Assert.That(Poll(RunOf("a", RunStatus.Running)), Is.True);
    }

    private static Run RunOf(string id, RunStatus status) => new() { Id = id, Status = status };

    private void Wait(params string[] ids) => Add(ids);

    private Subscription Watch() => Add(null);

    private Subscription Add(string[]? ids)
    {
        var never = Timeout.InfiniteTimeSpan;
        var terms = new SubscriptionOptions(ids, IsWait: ids is not null, HasUntil: false, IncludeExisting: true, 5, never, never, new PollingOptions());
        var subscription = new Subscription("kb", terms, TimeProvider.System);
        _table.Add(subscription);
        return subscription;
    }

    // A poll of all that is wanted, whose answer holds these runs; whether that was a change.
    private bool Poll(params Run[] runs)
    {
        var poll = new Poll(1, [.. _table.OpenIds], _table.IncludesAllRuns, maxConcurrentRequests: 1);
        poll.AddRuns(runs.Select(run => new RunSnapshot(run, run)));
        poll.MarkMissing(poll.OpenIds);
        return _table.Apply(poll, TimeSpan.Zero);
    }
}
