using System.Threading.Channels;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>
/// One call on its own client with a fake clock. Delays pass immediately. The attempt timeout passes only after the server has stalled.
/// </summary>
internal sealed class FaultCall : IDisposable
{
    public const int MaxResponseBytes = 1024 * 1024;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromHours(2);

    private readonly TestClock _clock = new();
    private readonly Channel<Run> _arrivals = Channel.CreateUnbounded<Run>();
    private readonly List<Run> _runs = [];
    private readonly List<TimeSpan> _delays = [];
    private readonly CapturedLogs _logs = new();
    private readonly SocketsHttpHandler? _handler;
    private readonly RunsClient _client;
    private readonly CallKind _kind;
    private readonly bool _canRetry;

    /// <param name="address">The address of the service.</param>
    /// <param name="kind">The method to call.</param>
    /// <param name="canRetry">Whether one more attempt, or one more poll, is allowed.</param>
    /// <param name="handler">Replaces the default primary handler.</param>
    public FaultCall(Uri address, CallKind kind, bool canRetry, SocketsHttpHandler? handler = null)
    {
        (_kind, _canRetry, _handler) = (kind, canRetry, handler);
        var options = TestClients.Options(address, options =>
        {
            (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (AttemptTimeout, TotalTimeout, canRetry ? 1 : 0);
            options.MaxResponseBytes = MaxResponseBytes;
        });
        _client = new RunsClient(ClientServices.Create(options, handler, _logs, _clock) with { Random = () => 0.5 });
    }

    public static IReadOnlyList<string> Ids { get; } = ["a", "b"];

    /// <summary>The runs that the call has returned.</summary>
    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>The delays that passed. The last one of a wait can belong to a poller that has not noticed yet that it ended.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays;

    public bool HasLogged(string text) => _logs.Texts.Any(logged => logged.Contains(text, StringComparison.Ordinal));

    /// <summary>Runs the call to its end and returns the exception that it threw, if any.</summary>
    /// <param name="stalled">Completes when the server has stalled; null if it does not stall.</param>
    /// <param name="runsBeforeStall">How many runs a stream returns before the stall.</param>
    /// <param name="onDelayEnding">Called just before each delay ends.</param>
    public async Task<KnowledgeBaseException?> RunAsync(Task? stalled = null, int runsBeforeStall = 0, Action? onDelayEnding = null)
    {
        var call = CatchAsync();
        if (stalled is not null)
        {
            await stalled;
            await RunsReturnedAsync(_kind == CallKind.Stream ? runsBeforeStall : 0);
            await ExpireAttemptAsync(call);
        }

        while (await ArmedTimerAsync(call, due => due != AttemptTimeout && due != TotalTimeout) is { } delay)
        {
            var rest = TimeSpan.FromMilliseconds(1);
            _clock.Advance(delay - rest);
            onDelayEnding?.Invoke();
            _delays.Add(delay);
            _clock.Advance(rest);
        }

        return await call;
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler?.Dispose();
        _logs.Dispose();
    }

    private async Task RunsReturnedAsync(int count)
    {
        using var limit = new CancellationTokenSource(RealTime.Limit);
        for (var i = 0; i < count; i++)
        {
            await _arrivals.Reader.ReadAsync(limit.Token);
        }
    }

    // Repeated, because bytes that were still in transit restart the timeout.
    private async Task ExpireAttemptAsync(Task call)
    {
        while (await ArmedTimerAsync(call, due => due != TotalTimeout) == AttemptTimeout)
        {
            _clock.Advance(AttemptTimeout);
        }
    }

    // Null if the call has ended.
    private async Task<TimeSpan?> ArmedTimerAsync(Task call, Func<TimeSpan, bool> due)
    {
        var armed = _clock.ArmedAsync(due);
        return await Task.WhenAny(call, armed) == armed ? await armed : null;
    }

    private async Task<KnowledgeBaseException?> CatchAsync()
    {
        try
        {
            await foreach (var run in CallAsync())
            {
                _runs.Add(run);
                _arrivals.Writer.TryWrite(run);
            }

            return null;
        }
        catch (KnowledgeBaseException failure)
        {
            return failure;
        }
    }

    private IAsyncEnumerable<Run> CallAsync() => _kind switch
    {
        CallKind.List => EachAsync(_client.ListAsync("kb", new RunFilter { RunIds = [.. Ids] })),
        CallKind.Stream => _client.StreamAsync("kb", new RunFilter { RunIds = [.. Ids] }),
        CallKind.Find => EachAsync(FindAsync()),
        _ => EachAsync(_client.WaitForAllAsync("kb", [.. Ids], WaitOptions())),
    };

    private WaitOptions WaitOptions() =>
        new() { OutageTimeout = _canRetry ? new WaitOptions().OutageTimeout : TimeSpan.Zero, MissingGrace = TimeSpan.Zero };

    private async Task<IReadOnlyList<Run>> FindAsync() => await _client.FindAsync("kb", Ids[0]) is { } found ? [found] : [];

    private static async IAsyncEnumerable<Run> EachAsync(Task<IReadOnlyList<Run>> runs)
    {
        foreach (var run in await runs)
        {
            yield return run;
        }
    }
}
