#if NET10_0_OR_GREATER
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever limits and intervals a wait or a watch is given, it refuses them, or begins and ends as ever.
public sealed class WaitOptionsPropertyTests
{
    private const int Options = 600;

    private static readonly Uri Address = new("http://127.0.0.1:81/");
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    // Of real time, for the clock stands still: the first poll comes at once, or never.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly FuzzedBody Ended = new("[{\"id\":\"a\",\"status\":\"completed\"}]"u8.ToArray(), [int.MaxValue], Framing.Length);

    private static readonly Gen<TimeSpan> Duration = Gen.Frequency<TimeSpan>(
        (12, Gen.OneOf(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), Day, TimeSpan.FromMilliseconds(3))),
        (2, Gen.OneOf(TimeSpan.Zero, Tick, -Tick, Timeout.InfiniteTimeSpan, TimeSpan.MinValue, TimeSpan.MaxValue, Day + Tick, LongestWait, LongestWait + Tick)),
        (1, Gen.Long.Select(ticks => new TimeSpan(ticks))));

    private static readonly Gen<int> Count = Gen.Frequency<int>((8, Gen.Int[1, 9]), (1, Gen.OneOf(0, -1, int.MinValue, int.MaxValue)));

    private static readonly Gen<(TimeSpan[] Durations, int[] Counts, bool HasPolling)> Any =
        Gen.Select(Duration.Array[5], Count.Array[2], Gen.Bool, (durations, counts, polling) => (durations, counts, polling));

    [Test]
    public Task WaitForEachAsync_AnyOptions_AreRefusedOrTaken() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, hasPolling) = given;
        var options = new WaitOptions
        {
            Timeout = durations[0],
            StallTimeout = durations[1],
            MissingGrace = durations[2],
            MaxConsecutiveFailures = counts[0],
            Polling = hasPolling ? Polling(durations, counts) : null,
        };
        var canWork = IsLimit(durations[0], Tick) && IsLimit(durations[1], Tick) && IsLimit(durations[2], TimeSpan.Zero)
            && counts[0] >= 0 && (!hasPolling || CanPoll(durations, counts));

        await RequireAsync(canWork, async client =>
        {
            try
            {
                var runs = await client.WaitForEachAsync("kb", ["a"], options).ToListAsync().AsTask().WaitAsync(Patience);
                Require.That(runs.Single().Id == "a", "another run");
            }
            catch (RunWaitTimeoutException) when (options.Timeout < TimeSpan.FromMilliseconds(1))
            {
                // A timer takes no less: then the time is over before it has begun.
            }
        });
    });

    [Test]
    public Task WatchAsync_AnyOptions_AreRefusedOrTaken() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, hasPolling) = given;
        var options = new WatchOptions { MaxConsecutiveFailures = counts[0], Polling = hasPolling ? Polling(durations, counts) : null };
        await RequireAsync(counts[0] >= 0 && (!hasPolling || CanPoll(durations, counts)), async client =>
        {
            var first = await client.WatchAsync("kb", options).FirstAsync().AsTask().WaitAsync(Patience);
            Require.That(first.Current.Id == "a", "another run");
        });
    });

    [Test]
    public Task RunsClient_AnyPolling_IsRefusedOrTaken() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, _) = given;
        await RequireAsync(CanPoll(durations, counts), client => client.WaitForCompletionAsync("kb", "a").WaitAsync(Patience), Polling(durations, counts));
    });

    private static async Task RequireAsync(bool canWork, Func<IRunsClient, Task> call, PollingOptions? polling = null)
    {
        var refused = false;
        using var handler = new BodyHandler(Ended);
        try
        {
            using var client = new RunsClient(
                TestClients.Options(Address, options => options.Polling = polling ?? options.Polling), handler, timeProvider: new FakeTimeProvider());
            await call(client);
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Require.That(refused != canWork, canWork ? "refused what can work" : "taken, though it cannot work");
        Require.That(!refused || !handler.WasAsked, "refused, and yet sent");
    }

    private static PollingOptions Polling(TimeSpan[] durations, int[] counts) =>
        new() { Initial = durations[3], Maximum = durations[4], MaxConcurrentRequests = counts[1] };

    private static bool CanPoll(TimeSpan[] durations, int[] counts) =>
        durations[3] > TimeSpan.Zero && durations[4] >= durations[3] && durations[4] <= Day && counts[1] >= 1;

    private static bool IsLimit(TimeSpan duration, TimeSpan least) =>
        duration == Timeout.InfiniteTimeSpan || (duration >= least && duration <= LongestWait);
}
#endif
