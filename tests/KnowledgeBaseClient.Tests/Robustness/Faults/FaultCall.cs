using System.Threading.Channels;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>One call of a client of its own, whose time is a fake clock's: pauses pass at once, the limit of an attempt only when a test says so.</summary>
internal sealed class FaultCall : IDisposable
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Total = TimeSpan.FromHours(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestClock _clock = new();
    private readonly Channel<Run> _arrivals = Channel.CreateUnbounded<Run>();
    private readonly List<Run> _seen = [];
    private readonly List<TimeSpan> _pauses = [];
    private readonly CapturedLogs _logs = new();
    private readonly SocketsHttpHandler? _handler;
    private readonly RunsClient _client;
    private readonly CallKind _kind;
    private readonly bool _again;

    /// <param name="address">Whom to ask.</param>
    /// <param name="kind">What to call.</param>
    /// <param name="again">Whether there may be another attempt, or poll.</param>
    /// <param name="handler">What sends the requests instead of the usual handler.</param>
    public FaultCall(Uri address, CallKind kind, bool again, SocketsHttpHandler? handler = null)
    {
        (_kind, _again, _handler) = (kind, again, handler);
        var options = TestClients.Options(address, options =>
        {
            (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (Attempt, Total, again ? 1 : 0);
            options.MaxResponseBytes = Compressed.MostBytes;
        });
        _client = new RunsClient(ClientServices.Create(options, handler, _logs, _clock) with { Random = () => 0.5 });
    }

    public static IReadOnlyList<string> Ids { get; } = ["a", "b"];

    public IReadOnlyList<Run> Seen => _seen;

    /// <summary>The pauses that went by. The last of a wait may be one that its poller had begun before the end came through.</summary>
    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public bool HasLogged(string text) => _logs.Texts.Any(logged => logged.Contains(text, StringComparison.Ordinal));

    /// <summary>Makes the call; gives the exception that it ends in, if any.</summary>
    /// <param name="stalled">Completes when the server has fallen silent; null when it does not.</param>
    /// <param name="runsBefore">How many runs a stream gives out before that.</param>
    /// <param name="pausing">Called just before a pause is over.</param>
    public async Task<KnowledgeBaseException?> EndAsync(Task? stalled = null, int runsBefore = 0, Action? pausing = null)
    {
        var call = CatchAsync();
        if (stalled is not null)
        {
            await stalled;
            await SeenAsync(_kind == CallKind.Stream ? runsBefore : 0);
            await LoseAttemptAsync(call);
        }

        while (await ArmedAsync(call, due => due != Attempt && due != Total) is { } pause)
        {
            var moment = TimeSpan.FromMilliseconds(1);
            _clock.Advance(pause - moment);
            pausing?.Invoke();
            _pauses.Add(pause);
            _clock.Advance(moment);
        }

        return await call;
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler?.Dispose();
        _logs.Dispose();
    }

    private async Task SeenAsync(int runs)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var i = 0; i < runs; i++)
        {
            await _arrivals.Reader.ReadAsync(patience.Token);
        }
    }

    // However often bytes that were still under way set the limit anew, the last time it runs out.
    private async Task LoseAttemptAsync(Task call)
    {
        while (await ArmedAsync(call, due => due != Total) == Attempt)
        {
            _clock.Advance(Attempt);
        }
    }

    // Null when the call is over.
    private async Task<TimeSpan?> ArmedAsync(Task call, Func<TimeSpan, bool> due)
    {
        var armed = _clock.ArmedAsync(due);
        return await Task.WhenAny(call, armed) == armed ? await armed : null;
    }

    private async Task<KnowledgeBaseException?> CatchAsync()
    {
        try
        {
            await foreach (var run in RunsAsync())
            {
                _seen.Add(run);
                _arrivals.Writer.TryWrite(run);
            }

            return null;
        }
        catch (KnowledgeBaseException failure)
        {
            return failure;
        }
    }

    private IAsyncEnumerable<Run> RunsAsync() => _kind switch
    {
        CallKind.List => EachAsync(_client.ListAsync("kb", new RunFilter { RunIds = [.. Ids] })),
        CallKind.Stream => _client.StreamAsync("kb", new RunFilter { RunIds = [.. Ids] }),
        CallKind.Find => EachAsync(FindAsync()),
        _ => EachAsync(_client.WaitForAllAsync("kb", [.. Ids], new WaitOptions { MaxConsecutiveFailures = _again ? 1 : 0, MissingGrace = TimeSpan.Zero })),
    };

    private async Task<IReadOnlyList<Run>> FindAsync() => await _client.FindAsync("kb", Ids[0]) is { } found ? [found] : [];

    private static async IAsyncEnumerable<Run> EachAsync(Task<IReadOnlyList<Run>> runs)
    {
        foreach (var run in await runs)
        {
            yield return run;
        }
    }
}
