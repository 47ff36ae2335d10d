using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A watch that continues after a restart reports what has ended since, and marks what existed before.</summary>
public sealed class RunWaiterRestartTests : WaitingFixture
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase(true)]
    [TestCase(false)]
    public async Task WatchAsync_EndedSince_ReportsRunsThatEndedThenOrLater(bool includeExisting)
    {
        Set("before", "failed", "2026-01-01T11:59:59Z");
        Set("at", "failed", "2026-01-01T13:00:00+01:00");
        Set("after", "completed", "2026-01-01T12:00:01Z");
        Set("unknown", "stopped", null);
        Set("open", "running", null);
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { IncludeExisting = includeExisting, EndedSince = Since }));
        string[] expected = includeExisting ? ["unknown", "open", "at", "after"] : ["unknown", "at", "after"];

        var changes = await watch.TakeAsync(expected.Length);
        await WaitUntilIdleAsync();

        Assert.That(changes.Select(change => change.Current.Id), Is.EquivalentTo(expected));
        Assert.That(changes, Is.All.Property(nameof(RunChange.IsInitial)).True);
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunsThatEndedInAnotherOrder_AreReportedInTheOrderOfTheirEnds()
    {
        Set("c", "failed", "2026-01-01T12:00:03Z");
        Set("a", "failed", "2026-01-01T12:00:01Z");
        Set("b", "failed", "2026-01-01T12:00:02Z");
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { EndedSince = Since }));

        Assert.That((await watch.TakeAsync(3)).Select(change => change.Current.Id), Is.EqualTo((string[])["a", "b", "c"]));
    }

    [Test]
    public async Task WatchAsync_JoinsARunningPoller_ReportsFinishedRunsInTheOrderOfTheirEnds()
    {
        Set("b", "failed", "2026-01-01T12:00:02Z");
        Set("a", "failed", "2026-01-01T12:00:01Z");
        var first = Consume(Client.WatchAsync("kb"));
        await first.TakeAsync(2);
        await WaitUntilIdleAsync();
        var second = Consume(Client.WatchAsync("kb", new WatchOptions { EndedSince = Since }));
        await RunNextPollAsync();

        Assert.That((await second.TakeAsync(2)).Select(change => change.Current.Id), Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task WatchAsync_UnreadFinishedRunIsUpdated_KeepsItsPlace()
    {
        Set("first", "running", null);
        Set("a", "running", null);
        Set("b", "running", null);
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { IncludeExisting = false }));
        await WaitUntilIdleAsync();
        Set("first", "failed", "2026-01-01T12:00:00Z");
        await RunNextPollAsync();
        await watch.TakeAsync();
        Set("a", "failed", "2026-01-01T12:00:01Z");
        await RunNextPollAsync();
        Set("b", "failed", "2026-01-01T12:00:02Z");
        await RunNextPollAsync();
        Service.Set("a", "failed", 100, ""","finished_at":"2026-01-01T12:00:01Z" """);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync(2)).Select(change => change.Current.Id), Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task WatchAsync_RunEndsWhileAnEarlierChangeOfItIsUnread_IsReportedAfterThoseThatEndedBefore()
    {
        Set("first", "running", null);
        Set("late", "running", null);
        Set("early", "running", null);
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Set("early", "failed", "2026-01-01T12:00:01Z");
        await RunNextPollAsync();
        Set("late", "failed", "2026-01-01T12:00:02Z");
        await RunNextPollAsync();

        var ended = (await watch.TakeAsync(2)).Select(change => change.Current.Id);

        Assert.That(ended, Is.EqualTo((string[])["early", "late"]));
    }

    [Test]
    public async Task WatchAsync_ChangeAfterTheStart_IsNotInitial()
    {
        Set("a", "running", null);
        var watch = Consume(Client.WatchAsync("kb"));
        var first = await watch.TakeAsync();
        Set("a", "failed", "2026-01-01T12:00:01Z");
        Set("b", "queued", null);
        await RunNextPollAsync();

        Assert.That(first.IsInitial, Is.True);
        Assert.That(await watch.TakeAsync(2), Is.All.Property(nameof(RunChange.IsInitial)).False);
    }

    [Test]
    public async Task WatchAsync_IdsThatEndedBeforeEndedSince_EndsWithoutAChange()
    {
        Set("a", "failed", "2026-01-01T11:00:00Z");
        var options = new WatchOptions { EndedSince = Since, Filter = new RunFilter { RunIds = ["a"] } };

        Assert.That(await Consume(Client.WatchAsync("kb", options)).MoveNextTask.OrTimeout(), Is.False);
    }

    private void Set(string id, string status, string? finishedAt) =>
        Service.Set(id, status, 0, finishedAt is null ? "" : $""","finished_at":"{finishedAt}" """);
}
