using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>
/// A client against a service in process. Timeouts of attempts and calls are infinite unless a test wants them and pauses have no jitter, so that
/// the one timer shorter than an hour is the poller's pause, unless a test gives a shorter Timeout to a wait.
/// </summary>
public abstract class WaitingFixture
{
    protected static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected TestClock Clock { get; } = new();

    private protected FakeRunsService Service { get; } = new();

    protected RunsClient Client { get; private set; } = null!;

    [SetUp]
    public void MakeClient() => Use();

    [TearDown]
    public void DisposeClient()
    {
        Client.Dispose();
        Service.Dispose();
    }

    /// <summary>Replaces the client, before the test has begun anything with it.</summary>
    private protected void Use(
        Action<KnowledgeBaseClientOptions>? configure = null, double random = 0.5, TimeProvider? time = null, ILoggerFactory? logs = null, Func<double>? draw = null)
    {
        var options = new KnowledgeBaseClientOptions
        {
            ApiKey = "k",
            BaseAddress = new Uri("http://localhost"),
            AttemptTimeout = Timeout.InfiniteTimeSpan,
            TotalTimeout = Timeout.InfiniteTimeSpan,
        };
        configure?.Invoke(options);
        Client?.Dispose();
        Client = new RunsClient(ClientServices.Create(options, Service, logs, time ?? Clock) with { Random = draw ?? (() => random) });
    }

    /// <summary>Completes once the poller sleeps, with the length of its pause.</summary>
    protected Task<TimeSpan> PauseAsync() => Clock.ArmedAsync(due => due < AnHour);

    /// <summary>Advances the clock to the next poll, without waiting for it.</summary>
    protected async Task BeginPollAsync() => Clock.Advance(await PauseAsync());

    /// <summary>Advances the clock to the next poll and waits until the poller sleeps again; gives the queries of that poll.</summary>
    protected async Task<IReadOnlyList<string>> PollAsync()
    {
        var pause = await PauseAsync();
        var before = Service.Requests.Count;
        Clock.Advance(pause);
        await PauseAsync();
        return [.. Service.Requests.Skip(before)];
    }

    /// <summary>Polls as long as that takes at least.</summary>
    protected async Task PollForAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < end)
        {
            await PollAsync();
        }
    }

    protected static IReadOnlyList<string> Ids(int count) => [.. Enumerable.Range(1, count).Select(number => $"r{number}")];

    protected static IReadOnlyList<string> IdsIn(string query) => query["run_ids=".Length..].Split(',');

    protected static PollingOptions Every(TimeSpan time) => new() { Initial = time, Maximum = time };

    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);

    protected static Task<T> Soon<T>(ValueTask<T> task) => task.AsTask().WaitAsync(Patience);

    /// <summary>The exception that a wait ends with.</summary>
    protected static async Task<T> FailureOf<T>(Task wait)
        where T : Exception
    {
        try
        {
            await wait.WaitAsync(Patience);
        }
        catch (T failure)
        {
            return failure;
        }

        throw new AssertionException($"It has not ended with {typeof(T).Name}.");
    }

    /// <summary>Begins a watch or a wait for each, whose first result is under way when this returns.</summary>
    private protected static Reader<T> Read<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken = default) =>
        new(items.GetAsyncEnumerator(cancellationToken));

    /// <summary>Reads one after the other, as a loop does whose body takes until the test asks for the next.</summary>
    private protected sealed class Reader<T>(IAsyncEnumerator<T> items)
    {
        private Task<bool>? _next = items.MoveNextAsync().AsTask();

        public Task<bool> Next => _next ??= items.MoveNextAsync().AsTask();

        /// <summary>The next one; the one after it is not asked for yet.</summary>
        public async Task<T> TakeAsync()
        {
            Assert.That(await Soon(Next), Is.True, "It has ended.");
            _next = null;
            return items.Current;
        }

        public async Task<IReadOnlyList<T>> TakeAsync(int count)
        {
            var taken = new List<T>();
            while (taken.Count < count)
            {
                taken.Add(await TakeAsync());
            }

            return taken;
        }

        public ValueTask DisposeAsync() => items.DisposeAsync();
    }

    /// <summary>Keeps what it is told.</summary>
    private protected sealed class Recorder(Action<RunChange>? then = null) : IProgress<RunChange>
    {
        private readonly List<RunChange> _changes = [];
        private readonly Channel<RunChange> _reports = Channel.CreateUnbounded<RunChange>();

        public IReadOnlyList<RunChange> Changes
        {
            get
            {
                lock (_changes)
                {
                    return [.. _changes];
                }
            }
        }

        public void Report(RunChange value)
        {
            lock (_changes)
            {
                _changes.Add(value);
            }

            _reports.Writer.TryWrite(value);
            then?.Invoke(value);
        }

        /// <summary>Completes with the next report that no call before has been for.</summary>
        public Task ReportedAsync() => Soon(_reports.Reader.ReadAsync());
    }
}
