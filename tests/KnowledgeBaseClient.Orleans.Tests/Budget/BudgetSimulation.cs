namespace KnowledgeBaseClient.Tests.Budget;

/// <summary>A cluster in simulated time: one ledger, and processes that each have one call per knowledge base under way.</summary>
internal sealed class BudgetSimulation
{
    private static readonly int[] Rates = [1, 2, 3, 5, 9, 10, 20, 50, 100, 333, 1_000, 5_000];
    private readonly Random _random;
    private readonly bool _stalls;
    private readonly PriorityQueue<Action, (TimeSpan Time, int Order)> _events = new();
    private readonly List<TimeSpan> _arrivals = [];
    private readonly Guid[] _processes;
    private readonly int _knowledgeBases;
    private readonly List<(Task<BudgetGrant> Grant, BudgetRequest Request, TimeSpan AskedAt)> _held = [];
    private BudgetLedger _ledger;
    private int _order;
    private int _activation;
    private int _timer;
    private TimeSpan _now;

    public BudgetSimulation(int seed, bool stalls)
    {
        (_random, _stalls) = (new Random(seed), stalls);
        Rate = Rates[_random.Next(Rates.Length)];
        _processes = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Guid.NewGuid())];
        _knowledgeBases = _random.Next(1, 5);
        _ledger = new BudgetLedger(TimeSpan.Zero);
    }

    public int Rate { get; }

    public IReadOnlyList<TimeSpan> Arrivals => _arrivals;

    public void Run(TimeSpan length)
    {
        foreach (var process in _processes)
        {
            for (var index = 0; index < _knowledgeBases; index++)
            {
                Ask(process, $"kb-{index}");
            }
        }

        if (_stalls)
        {
            Activate();
        }

        while (_events.TryDequeue(out var next, out var at) && at.Time < length)
        {
            _now = at.Time;
            next();
        }
    }

    // A new activation that knows nothing of the previous one. The calls to that one fail.
    private void Activate() => After(TimeSpan.FromSeconds(0.2 + (_random.NextDouble() * 8)), () =>
    {
        _activation++;
        _timer++;
        _held.Clear();
        _ledger = new BudgetLedger(_now);
        foreach (var process in _processes)
        {
            for (var index = 0; index < _knowledgeBases; index++)
            {
                Ask(process, $"kb-{index}");
            }
        }

        Activate();
    });

    private void Ask(Guid process, string knowledgeBase)
    {
        var (askedAt, activation) = (_now, _activation);
        After(MessageDelay(), () =>
        {
            if (activation == _activation)
            {
                var request = new BudgetRequest
                {
                    ProcessId = process,
                    KnowledgeBaseId = knowledgeBase,
                    Count = _random.Next(1, 2 * Rate),
                    Rate = Rate,
                };
                _held.Add((_ledger.Ask(request, _now), request, askedAt));
                RunLedger();
            }
        });
    }

    private void RunLedger()
    {
        _timer++;
        if (_ledger.Run(_now) is { } next)
        {
            // Replaces the previous timer. That of a busy silo is late.
            var timer = _timer;
            After(next + Milliseconds(_random.Next(10)), () =>
            {
                if (timer == _timer)
                {
                    RunLedger();
                }
            });
        }

        var activation = _activation;
        foreach (var held in _held.FindAll(held => held.Grant.IsCompleted))
        {
            _held.Remove(held);
            After(MessageDelay(), () => Receive(held.Grant.Result, held.Request, held.AskedAt, activation));
        }
    }

    private void Receive(BudgetGrant grant, BudgetRequest request, TimeSpan askedAt, int activation)
    {
        var token = new BudgetToken(askedAt + grant.Held, grant.Lifetime);
        for (var count = 0; count < grant.Tokens; count++)
        {
            // Until the thread of the request runs.
            After(_stalls ? Milliseconds(_random.Next(150)) : TimeSpan.Zero, () =>
            {
                if (token.IsUsable(_now))
                {
                    _arrivals.Add(_now + Milliseconds(_random.NextDouble() * BudgetLimits.Jitter.TotalMilliseconds));
                }
            });
        }

        if (activation == _activation)
        {
            Ask(request.ProcessId, request.KnowledgeBaseId);
        }
    }

    private TimeSpan MessageDelay() =>
        Milliseconds(_stalls && _random.Next(10) == 0 ? _random.Next(3_000) : _random.NextDouble() * (_stalls ? 30 : 3));

    private void After(TimeSpan delay, Action action) => _events.Enqueue(action, (_now + delay, _order++));

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
