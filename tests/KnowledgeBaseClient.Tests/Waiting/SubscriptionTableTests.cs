using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SubscriptionTableTests
{
    private readonly SubscriptionTable _table = new();

    [Test]
    public void IsEmpty_AllRunsFinishedButNotTakenYet_IsTrue()
    {
        AddWait("a", "b");

        ApplyPoll(RunOf("a", RunStatus.Completed));
        var withOneRunPending = _table.IsEmpty;
        ApplyPoll(RunOf("b", RunStatus.Completed));

        Assert.That((withOneRunPending, _table.IsEmpty), Is.EqualTo((false, true)));
    }

    [Test]
    public void EndAll_WaitsAndWatches_LeavesNothingToRequest()
    {
        AddWait("a");
        AddWatch();
        ApplyPoll(RunOf("a", RunStatus.Running));

        _table.EndAll(() => new InvalidOperationException());

        Assert.That((_table.IsEmpty, _table.IncludesAllRuns), Is.EqualTo((true, false)));
        Assert.That(_table.OpenIds, Is.Empty);
        Assert.That(_table.Subscriptions, Is.Empty);
    }

    [Test]
    public void OtherStatusCount_RunsWithEveryKindOfStatus_CountsAwaitedRunsWithOtherOrNoStatus()
    {
        AddWait("queued", "running", "unknown", "unseen");
        AddWatch();

        ApplyPoll(
            RunOf("queued", RunStatus.Queued),
            RunOf("running", RunStatus.Running),
            RunOf("unknown", new RunStatus("paused")),
            RunOf("not waited for", RunStatus.Failed));

        Assert.That(_table.OtherStatusCount, Is.EqualTo(2));
    }

    [Test]
    public void Apply_TwoRunsChanged_ReturnsTrue()
    {
        AddWait("a", "b");

        Assert.That(ApplyPoll(RunOf("a", RunStatus.Running), RunOf("b", RunStatus.Running)), Is.True);
    }

    [TestCase("listed before", false, false, ExpectedResult = true)]
    [TestCase("listed before", true, false, ExpectedResult = true)]
    [TestCase("listed before", false, true, ExpectedResult = true)]
    [TestCase("listed before", true, true, ExpectedResult = true)]
    [TestCase("never listed", false, false, ExpectedResult = false)]
    [TestCase("never listed", true, false, ExpectedResult = true)]
    [TestCase("never listed", false, true, ExpectedResult = false)]
    [TestCase("never listed", true, true, ExpectedResult = true)]
    public bool Apply_RunIsNotListed_ReturnsTrueIfItWasListedOrAnotherRunChanged(string unlisted, bool anotherRunChanged, bool everything)
    {
        AddWait("other", unlisted);
        if (everything)
        {
            AddWatch();
        }

        Run[] listedBefore = unlisted == "listed before" ? [RunOf(unlisted, RunStatus.Queued)] : [];
        ApplyPoll([RunOf("other", RunStatus.Queued), .. listedBefore]);

        return ApplyPoll(RunOf("other", anotherRunChanged ? RunStatus.Running : RunStatus.Queued));
    }

    [Test]
    public void Apply_AwaitedRunIsNotInUnfilteredResponse_VanishesForWatch()
    {
        AddWait("a");
        var watch = AddWatch();
        ApplyPoll(RunOf("a", RunStatus.Running));
        watch.TryTake(out _);

        ApplyPoll();

        Assert.That(watch.TryTake(out var snapshot), Is.True);
        Assert.That((snapshot!.Summary.Id, snapshot.HasVanished), Is.EqualTo(("a", true)));
    }

    [Test]
    public void Apply_RunFinishedForItsWait_ReturnsFalse()
    {
        AddWait("a", "b");
        ApplyPoll(RunOf("a", RunStatus.Failed));

        Assert.That(ApplyPoll(RunOf("a", RunStatus.Queued)), Is.False);
    }

    [Test]
    public void Apply_WatchRemoved_ReturnsFalse()
    {
        AddWait("a");
        var watch = AddWatch();
        ApplyPoll(RunOf("b", RunStatus.Queued));
        _table.Remove(watch);

        Assert.That(ApplyPoll(RunOf("b", RunStatus.Running)), Is.False);
    }

    [Test]
    public void Apply_OneOfTwoWatchesRemoved_KeepsTrackingRuns()
    {
        AddWatch();
        var removed = AddWatch();
        ApplyPoll(RunOf("a", RunStatus.Queued));
        _table.Remove(removed);

        Assert.That(ApplyPoll(RunOf("a", RunStatus.Queued)), Is.False);
        Assert.That(ApplyPoll(RunOf("a", RunStatus.Running)), Is.True);
    }

    private static Run RunOf(string id, RunStatus status) => new() { Id = id, Status = status };

    private void AddWait(params string[] ids) => Add(ids);

    private Subscription AddWatch() => Add(null);

    private Subscription Add(string[]? ids)
    {
        var never = Timeout.InfiniteTimeSpan;
        var options = new SubscriptionOptions(
            ids, IsWait: ids is not null, HasUntil: false, IncludeExisting: true, never, never, never, new PollingOptions());
        var subscription = new Subscription("kb", options, TimeProvider.System);
        _table.Add(subscription);
        return subscription;
    }

    // Applies a poll whose response lists these runs. Returns whether any run changed.
    private bool ApplyPoll(params Run[] runs)
    {
        var input = new PollInput(
            1, [.. _table.OpenIds], _table.IncludesAllRuns, _table.OtherStatusCount, MaxConcurrentRequests: 1, StartedAt: 0);
        var poll = new Poll(input) { HasAllRuns = _table.IncludesAllRuns };
        poll.AddRuns(runs.Select(run => new RunSnapshot(run, run)));
        poll.AddSuccess(input.OpenIds.Where(id => !poll.Runs.ContainsKey(id)), 0);
        return _table.Apply(poll, TimeSpan.Zero) > 0;
    }
}
