using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A watch without existing runs reports every later change, also while other requests of its polls fail.</summary>
public sealed class WatchDuringFailuresTests : WaitingFixture
{
    private static readonly WatchOptions AllRuns = new() { IncludeExisting = false };
    private static readonly WatchOptions RunsAAndB = new() { IncludeExisting = false, Filter = new RunFilter { RunIds = ["a", "b"] } };

    [Test]
    public async Task WatchAsync_RunIsMissingByIdsBeforeTheListOfAllRunsSucceedsAgain_ReportsVanishedOnce()
    {
        Service.Set("a", "running");
        Service.Set("z", "running");
        var watch = Consume(Client.WatchAsync("kb", AllRuns));
        await WaitUntilIdleAsync();
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MissingGrace = Timeout.InfiniteTimeSpan });
        await RunNextPollAsync();
        Service.Remove("a");
        Service.Fault = query => query.Length == 0 ? HttpStatusCode.InternalServerError : null;
        await RunNextPollAsync();
        Service.Fault = _ => null;
        await RunNextPollAsync();
        Service.Set("z", "running", 1);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync(2)).Select(change => (change.Current.Id, change.Kind)), Is.EqualTo(
            ((string, RunChangeKind)[])[("a", RunChangeKind.Vanished), ("z", RunChangeKind.Progressed)]));
    }

    [Test]
    public async Task WatchAsync_RunAppearsWhileTheRequestForAnotherFails_ReportsAppeared()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.InternalServerError : null;
        var watch = Consume(Client.WatchAsync("kb", RunsAAndB));
        await WaitUntilIdleAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Appeared));
    }

    [Test]
    public async Task WatchAsync_RunReturnsWhileTheRequestForAnotherFails_ReportsAppeared()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.InternalServerError : null;
        var watch = Consume(Client.WatchAsync("kb", RunsAAndB));
        await WaitUntilIdleAsync();
        Service.Remove("a");
        await RunNextPollAsync();
        var vanished = await watch.TakeAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        var returned = await watch.TakeAsync();

        Assert.That((vanished.Kind, returned.Kind), Is.EqualTo((RunChangeKind.Vanished, RunChangeKind.Appeared)));
    }

    [Test]
    public async Task WatchAsync_RunExistsBeforeItJoinsDuringAPoll_ReportsOnlyLaterChangesOfTheRun()
    {
        var first = Consume(Client.WatchAsync("kb", AllRuns));
        await WaitUntilIdleAsync();
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.RespondOnceWith(() => new HttpResponseMessage { Content = new StringContent("[]") });
        await StartNextPollAsync();
        await Service.RequestedAsync(2);
        Service.Set("x", "running");
        var second = Consume(Client.WatchAsync("kb", AllRuns));
        gate.SetResult();
        await RunNextPollAsync();
        Service.Set("x", "running", 5);
        await RunNextPollAsync();

        Assert.That((await first.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Appeared));
        Assert.That((await second.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Progressed));
    }
}
