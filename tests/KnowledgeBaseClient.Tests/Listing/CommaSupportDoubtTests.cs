using System.Net;
using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>
/// While it is not known whether the service splits run_ids at commas, an empty list of several ids is no evidence that a run is missing.
/// </summary>
public sealed class CommaSupportDoubtTests : WaitingFixture
{
    [SetUp]
    public void StartServiceThatDoesNotSplit() => Service.SupportsCommas = false;

    [TestCase(true)]
    [TestCase(false)]
    public async Task WaitForAllAsync_ProbeIsBeyondTheRateLimit_DoesNotReportRunsAsMissing(bool sendsRetryAfter)
    {
        SetRuns(3, "running");
        var window = new RequestWindow(Clock, 1, TimeSpan.FromSeconds(10), sendsRetryAfter);
        Service.Override = _ => window.Refuse();
        var wait = Client.WaitForAllAsync("kb", RunIds(3));

        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(10));
    }

    [TestCase(HttpStatusCode.ServiceUnavailable)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    public async Task WaitForAllAsync_ProbeAlwaysFails_DoesNotReportRunsAsMissing(HttpStatusCode status)
    {
        SetRuns(3, "running");
        Service.Fault = query => query.Contains(',') ? null : status;
        var wait = Client.WaitForAllAsync("kb", RunIds(3), new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });

        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(10));
    }

    [Test]
    public async Task WaitForAllAsync_ProbeFailsForOutageTimeout_ThrowsItsFailure()
    {
        SetRuns(3, "running");
        Service.Fault = query => query.Contains(',') ? null : HttpStatusCode.ServiceUnavailable;
        var wait = Client.WaitForAllAsync("kb", RunIds(3));

        var (failure, _) = await RunPollsUntilFailureAsync<RunPollingException>(wait);

        Assert.That(((KnowledgeBaseApiException)failure.InnerException!).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task WaitForAllAsync_ServiceRejectsSeveralIds_RequestsEveryIdAloneFromThenOn()
    {
        SetRuns(100, "paused");
        Service.Fault = query => query.Contains(',') ? HttpStatusCode.UnprocessableEntity : null;
        var wait = Client.WaitForAllAsync("kb", RunIds(100));
        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(10));

        Assert.That(await RunNextPollAsync(), Is.EquivalentTo(RunIds(100).Select(id => $"run_ids={id}")));
    }

    [Test]
    public async Task WaitForAllAsync_ManyProbesFoundNoRun_StillNoticesThatIdsAreNotSplit()
    {
        for (var call = 0; call < 20; call++)
        {
            await Client.ListAsync("kb", new RunFilter { RunIds = [$"x{call}", $"y{call}"] });
        }

        SetRuns(2, "completed");

        Assert.That(await Client.WaitForAllAsync("kb", RunIds(2)).OrTimeout(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WatchAsync_RunsFinishWhileItIsUnknownWhetherIdsAreSplit_ReportsNoRunAsVanished()
    {
        SetRuns(300, "running");
        IReadOnlyList<string> ids = ["missing", .. RunIds(300)];
        var options = new WatchOptions { Filter = new RunFilter { RunIds = ids }, IncludeExisting = false };
        var watch = Consume(Client.WatchAsync("kb", options));
        await WaitUntilIdleAsync();
        Service.Set("r1", "completed");
        Service.Set("r2", "completed");
        await RunNextPollAsync();
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync(2)).Select(change => change.Kind), Is.All.EqualTo(RunChangeKind.Completed));
        Service.Set("r3", "completed");
        await RunNextPollAsync();
        await RunNextPollAsync();
        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
    }
}
