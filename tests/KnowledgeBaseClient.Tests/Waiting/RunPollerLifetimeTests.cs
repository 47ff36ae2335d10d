using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A poller runs while it has subscriptions, and never runs two polls at the same time.</summary>
public sealed class RunPollerLifetimeTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_EnumeratorIsDisposed_StopsPolling()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await WaitUntilIdleAsync();

        await watch.DisposeAsync();
        await Clock.DisarmedAsync();
        Clock.Advance(OneHour);

        Assert.That(Service.Queries, Is.EqualTo((string[])[""]));
    }

    [Test]
    public async Task WaitForCompletionAsync_PreviousWaitWasCanceled_RequestsOwnRunOnly()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed", 100);
        using var cancellation = new CancellationTokenSource();
        var canceled = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await WaitUntilIdleAsync();

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(canceled);
        await Clock.DisarmedAsync();
        Clock.Advance(TimeSpan.FromDays(30));
        await Client.WaitForCompletionAsync("kb", "b").OrTimeout();
        await Clock.DisarmedAsync();

        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_CanceledWhileServiceHangs_CancelsRequest()
    {
        Service.Gate = new TaskCompletionSource().Task;
        using var cancellation = new CancellationTokenSource();
        var canceled = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(canceled);
        Service.Gate = Task.CompletedTask;
        Service.Set("b", "completed");
        await Client.WaitForCompletionAsync("kb", "b").OrTimeout();

        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [Test]
    public async Task Dispose_ConsumerIsBusy_StopsWithoutADelay()
    {
        Service.Set("a", "running");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = TestClients.Options(
            new Uri("http://localhost"),
            options => (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        using var services = ClientServices.Create(options, Service, loggerFactory: null, Clock);
        using var poller = new RunPoller(
            "kb", services, new RequestPlanner(services), new EventSupport(services), TimeSpan.Zero, (_, _) => stopped.SetResult());
        poller.TryJoin(new Subscription("kb", SubscriptionOptions.ForWait(["a"], new WaitOptions(), services.Settings), services.Time));
        await WaitUntilIdleAsync();

        services.Dispose();

        await stopped.Task.OrTimeout();
    }

    [Test]
    public async Task WaitForCompletionAsync_PollInProgress_IsServedByNextPoll()
    {
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var first = Client.WaitForCompletionAsync("kb", "a");
        await Service.RequestedAsync(1);

        Clock.Advance(OneHour);
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(OneHour);
        gate.SetResult();
        await Task.WhenAll(first, RunSecondAsync()).OrTimeout();

        Assert.That(Service.MaxInFlight, Is.EqualTo(1));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));

        async Task<Run> RunSecondAsync()
        {
            await StartNextPollAsync();
            return await second;
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_CanceledRequestStillInProgress_IsServedByNextPoll()
    {
        var requestEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.IgnoringCancellationGate = requestEnd.Task;
        Service.Set("b", "completed");
        using var cancellation = new CancellationTokenSource();
        var canceled = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);
        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(canceled);

        var next = Client.WaitForCompletionAsync("kb", "b");
        requestEnd.SetResult();

        Assert.That((await next.OrTimeout()).Id, Is.EqualTo("b"));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }
}
