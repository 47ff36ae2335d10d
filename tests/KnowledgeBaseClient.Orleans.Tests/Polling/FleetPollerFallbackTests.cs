using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>A replica polls for itself while its cluster is out of reach, and returns.</summary>
public sealed class FleetPollerFallbackTests : FleetPollerFixture
{
    private static readonly PollerTimes Times = InProcessFleet.Unlimited with { RetryDelay = TimeSpan.FromSeconds(1) };

    [Test]
    public async Task Wait_ClusterIsOutOfReachForFallbackAfter_PollsInThisProcess()
    {
        CreateReplica(Times);
        Service.Set("a", "completed");
        Fleet.Failure = new TimeoutException("no silo");
        var wait = Replica.WaitForCompletionAsync("kb", "a");

        var passed = await AdvanceUntilAsync(() => Service.Queries.Count > 0);

        Assert.That(passed, Is.InRange(FallbackAfter, 10 * FallbackAfter));
        Assert.That((await wait.OrTimeout()).Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task Wait_SecondKnowledgeBaseDuringAnOutage_PollsAtOnce()
    {
        CreateReplica(Times);
        Service.Set("a", "running");
        Fleet.Failure = new TimeoutException("no silo");
        _ = Replica.WaitForCompletionAsync("kb", "a");
        await AdvanceUntilAsync(() => Service.Queries.Count > 0);
        Service.Set("b", "completed");

        var second = Replica.WaitForCompletionAsync("kb2", "b");

        Assert.That((await second.OrTimeout()).Id, Is.EqualTo("b"));
    }

    [Test]
    public async Task Wait_ClusterIsWithinReachAgain_EndsPollingInThisProcess()
    {
        CreateReplica(Times);
        Service.Set("a", "running");
        Fleet.Failure = new TimeoutException("no silo");
        var wait = Replica.WaitForCompletionAsync("kb", "a", new WaitOptions { Polling = FixedInterval(OneMinute) });
        await AdvanceUntilAsync(() => Service.Queries.Count > 0);

        Fleet.Failure = null;
        await AdvanceUntilAsync(() => Grain.Messages.Count > 2);
        var requests = Service.Queries.Count;
        await AdvanceUntilAsync(() => Service.Queries.Count >= requests + 3);
        Service.Set("a", "completed");
        await AdvanceUntilAsync(() => wait.IsCompleted);

        Assert.That((await wait).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task Wait_KeyIsRejectedOnceDuringAnOutageAfterSuccess_Continues()
    {
        CreateReplica(Times);
        Service.Set("a", "running");
        var wait = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        // The first request, its response, and the request that confirms it.
        await UntilAsync(() => Grain.Messages.Count >= 3);
        Fleet.Failure = new TimeoutException("no silo");
        Grain.Move();
        Service.Fail(System.Net.HttpStatusCode.Unauthorized);
        var requests = Service.Queries.Count;

        await AdvanceUntilAsync(() => Service.Queries.Count > requests + 1);
        Service.Set("a", "completed");
        await AdvanceUntilAsync(() => wait.IsCompleted);

        Assert.That((await wait).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task Wait_MissingRunDuringAnOutage_EndsWithItsLimit()
    {
        CreateReplica(Times);
        Fleet.Failure = new TimeoutException("no silo");
        var wait = Replica.WaitForCompletionAsync("kb", "a", new WaitOptions { MissingGrace = OneMinute });

        await AdvanceUntilAsync(() => wait.IsCompleted);

        Assert.That((await CatchAsync<RunNotFoundException>(wait)).RunIds, Is.EqualTo((string[])["a"]));
    }

    [Test]
    public async Task Wait_CanceledDuringAnOutage_EndsPolling()
    {
        CreateReplica(Times);
        Service.Set("a", "running");
        Fleet.Failure = new TimeoutException("no silo");
        using var cancellation = new CancellationTokenSource();
        var wait = Replica.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await AdvanceUntilAsync(() => Service.Queries.Count > 0);

        await cancellation.CancelAsync();

        await CatchAsync<OperationCanceledException>(wait);
        Clock.Advance(OneMinute);
        await Clock.DisarmedAsync();
    }

    [Test]
    public async Task Dispose_DuringAnOutage_EndsWaits()
    {
        CreateReplica(Times);
        Fleet.Failure = new TimeoutException("no silo");
        var wait = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Replica.Dispose();

        await CatchAsync<ObjectDisposedException>(wait);
    }
}
