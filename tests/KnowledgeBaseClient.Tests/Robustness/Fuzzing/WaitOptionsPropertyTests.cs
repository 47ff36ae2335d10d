#if NET10_0_OR_GREATER
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Any timeouts and intervals of a wait or a watch are either rejected before a request is sent, or let it start and finish as usual.
public sealed class WaitOptionsPropertyTests
{
    private const int Options = 600;

    private static readonly Uri Address = new("http://127.0.0.1:81/");
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan MaxPollingInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(49);

    private static readonly FuzzedBody FinishedRun =
        new("[{\"id\":\"a\",\"status\":\"completed\"}]"u8.ToArray(), [int.MaxValue], BodyFraming.ContentLength);

    private static readonly Gen<TimeSpan> ValidDuration = Gen.OneOf(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), MaxPollingInterval, TimeSpan.FromMilliseconds(3));

    private static readonly Gen<TimeSpan> EdgeDuration = Gen.OneOf(
        TimeSpan.Zero,
        Tick,
        -Tick,
        Timeout.InfiniteTimeSpan,
        TimeSpan.MinValue,
        TimeSpan.MaxValue,
        MaxPollingInterval + Tick,
        MaxTimeout,
        MaxTimeout + Tick);

    private static readonly Gen<TimeSpan> Duration = Gen.Frequency<TimeSpan>(
        (12, ValidDuration), (2, EdgeDuration), (1, Gen.Long.Select(ticks => new TimeSpan(ticks))));

    private static readonly Gen<int> Count = Gen.Frequency<int>((8, Gen.Int[1, 9]), (1, Gen.OneOf(0, -1, int.MinValue, int.MaxValue)));

    private static readonly Gen<(TimeSpan[] Durations, int[] Counts, bool HasPolling)> Any =
        Gen.Select(Duration.Array[6], Count.Array[2], Gen.Bool, (durations, counts, polling) => (durations, counts, polling));

    [Test]
    public Task WaitForEachAsync_AnyOptions_RejectsThemOrReturnsTheRun() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, hasPolling) = given;
        var options = new WaitOptions
        {
            Timeout = durations[0],
            StallTimeout = durations[1],
            MissingGrace = durations[2],
            OutageTimeout = durations[5],
            Polling = hasPolling ? Polling(durations, counts) : null,
        };
        var areValid = IsTimeout(durations[0], Tick) && IsTimeout(durations[1], Tick) && IsTimeout(durations[2], TimeSpan.Zero)
            && IsTimeout(durations[5], TimeSpan.Zero) && (!hasPolling || IsPollingValid(durations, counts));

        await AssertRejectedOrCompletedAsync(areValid, async client =>
        {
            try
            {
                var runs = await client.WaitForEachAsync("kb", ["a"], options).ToListAsync().AsTask().OrTimeout();
                PropertyAssert.That(runs.Single().Id == "a", "The wait returned another run.");
            }
            catch (RunWaitTimeoutException) when (options.Timeout < TimeSpan.FromMilliseconds(1))
            {
                // Timers have a resolution of 1 ms, so a shorter timeout expires immediately.
            }
        });
    });

    [Test]
    public Task WatchAsync_AnyOptions_RejectsThemOrReturnsTheRun() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, hasPolling) = given;
        var options = new WatchOptions
        {
            OutageTimeout = durations[5],
            Polling = hasPolling ? Polling(durations, counts) : null,
        };
        var areValid = IsTimeout(durations[5], TimeSpan.Zero) && (!hasPolling || IsPollingValid(durations, counts));

        await AssertRejectedOrCompletedAsync(areValid, async client =>
        {
            var first = await client.WatchAsync("kb", options).FirstAsync().AsTask().OrTimeout();
            PropertyAssert.That(first.Current.Id == "a", "The watch returned another run.");
        });
    });

    [Test]
    public Task Constructor_AnyPollingOptions_RejectsThemOrWaits() => Property.HoldsAsync(Any, Options, async given =>
    {
        var (durations, counts, _) = given;
        await AssertRejectedOrCompletedAsync(
            IsPollingValid(durations, counts),
            client => client.WaitForCompletionAsync("kb", "a").OrTimeout(),
            Polling(durations, counts));
    });

    private static async Task AssertRejectedOrCompletedAsync(bool areValid, Func<IRunsClient, Task> call, PollingOptions? polling = null)
    {
        var isRejected = false;
        using var handler = new BodyHandler(FinishedRun);
        try
        {
            using var client = new RunsClient(
                TestClients.Options(Address, options => options.Polling = polling ?? options.Polling),
                handler,
                timeProvider: new FakeTimeProvider());
            await call(client);
        }
        catch (ArgumentException)
        {
            isRejected = true;
        }

        PropertyAssert.That(isRejected != areValid, areValid ? "Valid options were rejected." : "Invalid options were accepted.");
        PropertyAssert.That(!isRejected || !handler.ReceivedRequest, "A request was sent with rejected options.");
    }

    private static PollingOptions Polling(TimeSpan[] durations, int[] counts) =>
        new() { InitialInterval = durations[3], MaxInterval = durations[4], MaxConcurrentRequests = counts[1] };

    private static bool IsPollingValid(TimeSpan[] durations, int[] counts) =>
        durations[3] > TimeSpan.Zero && durations[4] >= durations[3] && durations[4] <= MaxPollingInterval && counts[1] >= 1;

    private static bool IsTimeout(TimeSpan duration, TimeSpan min) =>
        duration == Timeout.InfiniteTimeSpan || (duration >= min && duration <= MaxTimeout);
}
#endif
