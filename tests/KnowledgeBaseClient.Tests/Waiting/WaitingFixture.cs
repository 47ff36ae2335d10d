using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>
/// Base class of tests that run a client on a fake clock against an in-process service. Attempt and total timeouts are infinite and jitter
/// is off. The only timer shorter than an hour is therefore the delay before the next poll, unless a test sets a shorter wait timeout.
/// </summary>
public abstract class WaitingFixture
{
    protected static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    protected static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private protected TestClock Clock { get; } = new();

    private protected SimulatedService Service { get; } = new();

    protected RunsClient Client { get; private set; } = null!;

    [SetUp]
    public void CreateDefaultClient() => CreateClient();

    [TearDown]
    public void DisposeClient()
    {
        Client.Dispose();
        Service.Dispose();
    }

    /// <summary>Replaces the client. Call it before the test uses the client. The default random source, 0.5, means no jitter.</summary>
    private protected void CreateClient(
        Action<KnowledgeBaseClientOptions>? configure = null,
        Func<double>? random = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
    {
        var options = TestClients.Options(new Uri("http://localhost"), options =>
        {
            (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            configure?.Invoke(options);
        });
        Client?.Dispose();
        var services = ClientServices.Create(options, Service, loggerFactory, timeProvider ?? Clock);
        Client = WaitingClients.CreateClient(services with { Random = random ?? (() => 0.5) });
    }

    /// <summary>Waits until the poller is idle, and returns the delay before its next poll.</summary>
    protected Task<TimeSpan> NextPollDelayAsync() => Clock.ArmedAsync(due => due < OneHour);

    /// <summary>Waits until the poller is idle: the current poll has finished and the next one is scheduled.</summary>
    protected Task WaitUntilIdleAsync() => NextPollDelayAsync();

    /// <summary>Advances the clock to the next poll. Does not wait for the poll to finish.</summary>
    protected async Task StartNextPollAsync() => Clock.Advance(await NextPollDelayAsync());

    /// <summary>Advances the clock to the next poll, waits until the poller is idle again, and returns the queries of that poll.</summary>
    protected async Task<IReadOnlyList<string>> RunNextPollAsync()
    {
        var delay = await NextPollDelayAsync();
        var queriesBefore = Service.Queries.Count;
        Clock.Advance(delay);
        await WaitUntilIdleAsync();
        return [.. Service.Queries.Skip(queriesBefore)];
    }

    /// <summary>Runs polls until the clock has advanced by at least this duration.</summary>
    protected async Task RunPollsForAsync(TimeSpan duration)
    {
        var end = Clock.GetUtcNow() + duration;
        while (Clock.GetUtcNow() < end)
        {
            await RunNextPollAsync();
        }
    }

    /// <summary>Runs polls until the task has completed, in whatever way. Fails if that takes longer than this, a day by default.</summary>
    protected async Task RunPollsUntilCompletedAsync(Task task, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromDays(1);
        var end = Clock.GetUtcNow() + limit;
        while (!task.IsCompleted)
        {
            Assert.That(Clock.GetUtcNow(), Is.LessThan(end), $"The task has not completed within {limit} of the fake clock.");
            await RunNextPollOrUntilCompletedAsync(task);
        }
    }

    /// <summary>Runs polls until the clock has advanced by at least this duration. Fails if the wait completes earlier.</summary>
    protected async Task RunPollsWhilePendingAsync(Task wait, TimeSpan duration)
    {
        var start = Clock.GetUtcNow();
        while (Clock.GetUtcNow() - start < duration && !wait.IsCompleted)
        {
            await RunNextPollOrUntilCompletedAsync(wait);
        }

        Assert.That(wait.IsCompleted, Is.False, $"Completed after {Clock.GetUtcNow() - start}: {wait.Exception?.InnerException?.Message}");
    }

    /// <summary>Runs polls until the wait fails, and returns the exception and the time of the last poll.</summary>
    protected async Task<(T Failure, DateTimeOffset LastPoll)> RunPollsUntilFailureAsync<T>(Task wait)
        where T : Exception
    {
        var lastPoll = default(DateTimeOffset);
        while (!wait.IsCompleted)
        {
            var queriesBefore = Service.Queries.Count;
            await Task.WhenAny(wait, StartNextPollAsync());
            var now = Clock.GetUtcNow();
            await Task.WhenAny(wait, WaitUntilIdleAsync());

            // The clock may advance once more before the task of the failed wait completes. Only a poll sends requests.
            lastPoll = Service.Queries.Count > queriesBefore ? now : lastPoll;
        }

        return (await CatchAsync<T>(wait), lastPoll);
    }

    private protected void SetRuns(int count, string status)
    {
        foreach (var id in RunIds(count))
        {
            Service.Set(id, status);
        }
    }

    /// <summary>Returns "r1", "r2" and so on.</summary>
    protected static IReadOnlyList<string> RunIds(int count) => [.. Enumerable.Range(1, count).Select(number => $"r{number}")];

    protected static IReadOnlyList<string> IdsInQuery(string query) => query["run_ids=".Length..].Split(',');

    protected static PollingOptions FixedInterval(TimeSpan interval) => new() { InitialInterval = interval, MaxInterval = interval };

    /// <summary>Returns the exception that the task throws. Fails if the task completes without one.</summary>
    protected static async Task<T> CatchAsync<T>(Task task)
        where T : Exception
    {
        try
        {
            await task.OrTimeout();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"Expected {typeof(T).Name}, but the task completed without an exception.");
    }

    /// <summary>Starts a WatchAsync or WaitForEachAsync call. The first MoveNextAsync is pending when this returns.</summary>
    private protected static Consumer<T> Consume<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken = default) =>
        new(items.GetAsyncEnumerator(cancellationToken));

    // The delays between the requests of a paced poll are timers of the clock, too: this may end before the poll does.
    private async Task RunNextPollOrUntilCompletedAsync(Task task)
    {
        await Task.WhenAny(task, StartNextPollAsync());
        await Task.WhenAny(task, WaitUntilIdleAsync());
    }
}
