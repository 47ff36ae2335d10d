using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.ResourceLeaks;

/// <summary>Long-lived tokens, clients and pollers hold no references to calls that have ended.</summary>
public sealed class LongLivedObjectTests
{
    private const int CallCount = 1000;

    private static IEnumerable<string> AllCalls => ClientCalls.Names;

    [Test]
    public async Task Call_AThousandTimesWithOneTokenAndClient_LeavesNoReferences([ValueSource(nameof(AllCalls))] string call)
    {
        var clock = new TimerTrackingClock();
        using var service = new SimulatedService();
        service.Set(ClientCalls.RunId, "completed");
        using var client = new RunsClient(Options(), service, null, clock);
        using var caller = new CancellationTokenSource();

        for (var i = 0; i < CallCount; i++)
        {
            await ClientCalls.All[call](client, caller.Token);
        }

        Assert.That(clock.TimerStates, Has.Count.GreaterThanOrEqualTo(2 * CallCount), "Each call and each attempt must create a timer.");

        // Each thread of the pool may keep the last reference that it used. A leak would keep one for every call.
        Assert.That(await WeakReferences.CountAliveAsync(clock.TimerStates), Is.AtMost(ThreadPool.ThreadCount));
        GC.KeepAlive(client);
        GC.KeepAlive(caller);
    }

    [Test]
    public async Task Join_AThousandKnowledgeBasesInSequence_LeavesNoPollerAndNoSubscription()
    {
        using var service = new SimulatedService();
        service.Set(ClientCalls.RunId, "completed");
        var services = ClientServices.Create(Options(), service, null, null);
        var pollers = new PollerRegistry(services, new RequestPlanner(services));
        var references = new List<WeakReference>();

        for (var i = 0; i < CallCount; i++)
        {
            references.AddRange(await JoinAndLeaveAsync(pollers, services, $"kb{i}"));
        }

        Assert.That(await WeakReferences.CountAliveAsync(references), Is.Zero);
        GC.KeepAlive(pollers);
    }

    [Test]
    public async Task Wait_CanceledWhileAnotherContinues_LeavesNoReferences(
        [ValueSource(typeof(ClientCalls), nameof(ClientCalls.PollingNames))] string call)
    {
        using var service = new SimulatedService();
        service.Set(ClientCalls.RunId, "running");
        service.Set("other", "running");
        using var client = new RunsClient(Options(), service);
        using var end = new CancellationTokenSource();
        var other = client.WaitForCompletionAsync("kb", "other", cancellationToken: end.Token);
        var references = new List<WeakReference>();

        for (var i = 0; i < 20; i++)
        {
            references.Add(await StartAndCancelAsync(client, call));
        }

        Assert.That(await WeakReferences.CountAliveAsync(references), Is.Zero);
        Assert.That(other.IsCompleted, Is.False);
        await end.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => other);
    }

    // A subscription and its poller hold the same string instance that the caller passed as the id.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> StartAndCancelAsync(RunsClient client, string call)
    {
        using var caller = new CancellationTokenSource();
        var id = new string(ClientCalls.RunId);
        var polled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new WaitOptions { Until = _ => !polled.TrySetResult() && false };
        var filter = new RunFilter { RunIds = [id] };
        Task wait = call switch
        {
            nameof(IRunsClient.WaitForCompletionAsync) => client.WaitForCompletionAsync("kb", id, options, caller.Token),
            nameof(IRunsClient.WaitForAllAsync) => client.WaitForAllAsync("kb", [id], options, caller.Token),
            nameof(IRunsClient.WaitForEachAsync) => DrainAsync(client.WaitForEachAsync("kb", [id], options, caller.Token)),
            _ => DrainAsync(client.WatchAsync("kb", new WatchOptions { Filter = filter }, caller.Token), _ => polled.TrySetResult()),
        };
        await polled.Task;
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait);
        return new WeakReference(id);
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> source, Action<T>? onItem = null)
    {
        await foreach (var item in source)
        {
            onItem?.Invoke(item);
        }
    }

    // A wait that joins before the previous poller has stopped polls only after the initial interval, so that is short.
    private static KnowledgeBaseClientOptions Options() => TestClients.Options(
        new Uri("http://localhost"),
        options => options.Polling = new()
        {
            InitialInterval = TimeSpan.FromMilliseconds(1),
            MaxInterval = TimeSpan.FromMilliseconds(1),
            MaxEventStreams = 0,
        });

    // A separate method, so that no local variable keeps an object alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> JoinAndLeaveAsync(PollerRegistry pollers, ClientServices services, string knowledgeBaseId)
    {
        var options = new SubscriptionOptions(
            [ClientCalls.RunId],
            IsWait: true,
            HasUntil: false,
            IncludeExisting: true,
            OutageTimeout: TimeSpan.Zero,
            StallTimeout: Timeout.InfiniteTimeSpan,
            MissingGrace: Timeout.InfiniteTimeSpan,
            services.Settings.Polling);
        var subscription = new Subscription(knowledgeBaseId, options, services.Time);
        var poller = pollers.Join(knowledgeBaseId, subscription);
        await subscription.WaitAsync(CancellationToken.None);
        poller.Leave(subscription);
        return [new WeakReference(poller), new WeakReference(subscription)];
    }
}
