using System.Runtime.CompilerServices;
using KnowledgeBaseClient.Tests.Security.Leaks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

/// <summary>A token, a client and a knowledge base that live as long as the application keep nothing of the calls that are over.</summary>
public sealed class LongLivedTests
{
    private const int CallCount = 1000;

    private static IEnumerable<string> AllCalls => Calls.Names;

    [Test]
    public async Task Call_AThousandTimesWithOneTokenOnOneClient_LeavesNothingOnEither([ValueSource(nameof(AllCalls))] string call)
    {
        var clock = new RememberingClock();
        using var service = new FakeRunsService();
        service.Set(Calls.Run, "completed");
        using var client = new RunsClient(Options(), service, null, clock);
        using var caller = new CancellationTokenSource();

        for (var i = 0; i < CallCount; i++)
        {
            await Calls.All[call](client, caller.Token);
        }

        Assert.That(clock.Owners, Has.Count.GreaterThanOrEqualTo(2 * CallCount), "deadlines of calls and of attempts");

        // On a busy machine a thread that is stopped in the middle may hold what it is about. A leak would be one for every call.
        Assert.That(await Garbage.LeftOfAsync(clock.Owners), Is.AtMost(Environment.ProcessorCount));
        GC.KeepAlive(client);
        GC.KeepAlive(caller);
    }

    [Test]
    public async Task WaitForCompletionAsync_AThousandOneAfterTheOther_LeaveNoPollerAndNoSubscription()
    {
        using var service = new FakeRunsService();
        service.Set(Calls.Run, "completed");
        var services = ClientServices.Create(Options(), service, null, null);
        var pollers = new PollerRegistry(services, new RequestPlanner(services.Settings));
        var left = new List<WeakReference>();

        for (var i = 0; i < CallCount; i++)
        {
            left.AddRange(await JoinAndLeaveAsync(pollers, services, $"kb{i}"));
        }

        Assert.That(await Garbage.LeftOfAsync(left), Is.Zero);
        GC.KeepAlive(pollers);
    }

    [Test]
    public async Task Wait_CancelledWhileAnotherGoesOn_LeavesNothingOnItsPoller([ValueSource(typeof(Calls), nameof(Calls.Waits))] string call)
    {
        using var service = new FakeRunsService();
        service.Set(Calls.Run, "running");
        service.Set("other", "running");
        using var client = new RunsClient(Options(), service);
        using var end = new CancellationTokenSource();
        var other = client.WaitForCompletionAsync("kb", "other", cancellationToken: end.Token);
        var left = new List<WeakReference>();

        for (var i = 0; i < 20; i++)
        {
            left.Add(await BeginAndCancelAsync(client, call));
        }

        Assert.That(await Garbage.LeftOfAsync(left), Is.Zero);
        Assert.That(other.IsCompleted, Is.False);
        await end.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => other);
    }

    // A subscription, and what the poller knows for its sake, hold the very id that the caller has given.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> BeginAndCancelAsync(RunsClient client, string call)
    {
        using var caller = new CancellationTokenSource();
        var id = new string(Calls.Run);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new WaitOptions { Until = _ => !seen.TrySetResult() && false };
        var filter = new RunFilter { RunIds = [id] };
        Task wait = call switch
        {
            nameof(IRunsClient.WaitForCompletionAsync) => client.WaitForCompletionAsync("kb", id, options, caller.Token),
            nameof(IRunsClient.WaitForAllAsync) => client.WaitForAllAsync("kb", [id], options, caller.Token),
            nameof(IRunsClient.WaitForEachAsync) => DrainAsync(client.WaitForEachAsync("kb", [id], options, caller.Token)),
            _ => DrainAsync(client.WatchAsync("kb", new WatchOptions { Filter = filter }, caller.Token), _ => seen.TrySetResult()),
        };
        await seen.Task;
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait);
        return new WeakReference(id);
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> source, Action<T>? look = null)
    {
        await foreach (var item in source)
        {
            look?.Invoke(item);
        }
    }

    // A wait that comes before the last one's poller has noticed that nobody is left polls after the initial interval.
    private static KnowledgeBaseClientOptions Options() => new()
    {
        ApiKey = "k",
        BaseAddress = new Uri("http://localhost"),
        Polling = new PollingOptions { Initial = TimeSpan.FromMilliseconds(1), Maximum = TimeSpan.FromMilliseconds(1) },
    };

    // In a method of its own, so that no local outlives it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> JoinAndLeaveAsync(PollerRegistry pollers, ClientServices parts, string knowledgeBaseId)
    {
        var subscription = new Subscription(
            knowledgeBaseId,
            new SubscriptionOptions([Calls.Run], true, false, true, 0, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, parts.Settings.Polling),
            parts.Time);
        var poller = pollers.Join(knowledgeBaseId, subscription);
        await subscription.WaitAsync(CancellationToken.None);
        poller.Leave(subscription);
        return [new WeakReference(poller), new WeakReference(subscription)];
    }
}
