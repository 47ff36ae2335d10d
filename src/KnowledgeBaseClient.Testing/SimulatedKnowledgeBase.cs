using System.Globalization;

namespace KnowledgeBaseClient.Testing;

/// <summary>A knowledge base of a <see cref="KnowledgeBaseSimulator"/>, and its runs. Thread-safe.</summary>
public sealed class SimulatedKnowledgeBase
{
    private static readonly byte[] ListStart = "["u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();
    private static readonly byte[] ListEnd = "]"u8.ToArray();

    private readonly object _lock = new();
    private readonly TimeProvider _clock;
    private readonly RunList _runs = new();
    private readonly Func<int> _nextNumber;
    private RunSource? _source;

    internal SimulatedKnowledgeBase(string id, TimeProvider clock, Func<int> nextNumber) =>
        (Id, _clock, _nextNumber) = (id, clock, nextNumber);

    /// <summary>Gets the id of the knowledge base.</summary>
    public string Id { get; }

    /// <summary>Gets the runs that the service lists now, in the order of the list.</summary>
    /// <value>With a function of <see cref="UseRuns"/>, the runs that it returned for the last request.</value>
    public IReadOnlyList<Run> Runs
    {
        get
        {
            lock (_lock)
            {
                var now = _clock.GetUtcNow();
                return [.. Listed(null, null, now).Select(run => run.ToRun(now))];
            }
        }
    }

    /// <summary>Adds a run that follows a script.</summary>
    /// <param name="script">What happens to the run.</param>
    /// <param name="id">The id of the run; null for a new one.</param>
    /// <param name="startsAfter">The time from now until the run is created and its script starts. The default is zero.</param>
    /// <returns>The id of the run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentException">The knowledge base already has a run with this id, or the id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="startsAfter"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public string AddRun(RunScript script, string? id = null, TimeSpan startsAfter = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(startsAfter, TimeSpan.Zero);
        var run = new RunBuilder(id ?? NewId()).Build();
        return Add(new ScriptedRun(run, script, _clock.GetUtcNow().AddOrMax(startsAfter)));
    }

    /// <summary>Adds a run that follows a script, with the other values of a given run, such as its workflow.</summary>
    /// <param name="run">The run. Its script replaces its status, progress, progress details, output and times.</param>
    /// <param name="script">What happens to the run.</param>
    /// <param name="startsAfter">The time from now until the run is created and its script starts. The default is zero.</param>
    /// <returns>The id of the run.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The knowledge base already has a run with this id, or the id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="startsAfter"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public string AddRun(Run run, RunScript script, TimeSpan startsAfter = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(startsAfter, TimeSpan.Zero);
        return Add(new ScriptedRun(run, script, _clock.GetUtcNow().AddOrMax(startsAfter)));
    }

    /// <summary>Adds a run that does not change.</summary>
    /// <param name="run">The run, for example from a <see cref="RunBuilder"/>.</param>
    /// <returns>The id of the run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> is null.</exception>
    /// <exception cref="ArgumentException">The knowledge base already has a run with this id, or the id is empty.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public string AddRun(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(RunJson.ToFixedRun(run));
    }

    /// <summary>Adds different runs, which are created now, and start, progress and finish at random times.</summary>
    /// <param name="count">The number of runs.</param>
    /// <param name="within">The time from now within which all of them finish, or await human feedback.</param>
    /// <param name="seed">The seed: the same one gives the same runs.</param>
    /// <returns>The ids of the runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> or <paramref name="within"/> is negative.
    /// </exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public IReadOnlyList<string> AddRandomRuns(int count, TimeSpan within, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(within, TimeSpan.Zero);
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => AddRun(RunScript.CreateRandom(random, within * random.NextDouble()))),
        ];
    }

    /// <summary>Adds a run that does not change, or replaces the run with the same id.</summary>
    /// <param name="run">The run, for example from a <see cref="RunBuilder"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> is null.</exception>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public void SetRun(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Set(RunJson.ToFixedRun(run));
    }

    /// <summary>Adds a run that follows a script from now on, or replaces the run with the same id.</summary>
    /// <param name="script">What happens to the run.</param>
    /// <param name="id">The id of the run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="id"/> is null, empty or white space.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public void SetRun(RunScript script, string id)
    {
        ArgumentNullException.ThrowIfNull(script);
        Set(new ScriptedRun(new RunBuilder(id).Build(), script, _clock.GetUtcNow()));
    }

    /// <summary>Adds a run from its JSON, or replaces the run with the same id.</summary>
    /// <param name="json">A JSON object with a string <c>id</c> and <c>status</c>. Responses contain its text unchanged.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="json"/> is not such an object.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public void SetRunJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Set(RunJson.ParseRun(json, nameof(json)));
    }

    /// <summary>Replaces all runs by those of a JSON array, in this order.</summary>
    /// <param name="json">
    /// A JSON array of objects with a string <c>id</c> and <c>status</c>. Responses contain the text of each run unchanged.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="json"/> is not such an array.</exception>
    public void SetRunsJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var runs = RunJson.ParseList(json, nameof(json));
        lock (_lock)
        {
            _source = null;
            Replace(runs);
        }
    }

    /// <summary>Replaces all runs by those that a function returns, in this order.</summary>
    /// <param name="runs">
    /// A function that is called once for each request, one call at a time. If it throws, the service responds with status 500.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    public void UseRuns(Func<IEnumerable<Run>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        lock (_lock)
        {
            _runs.Clear();
            _source = new RunSource(runs);
        }
    }

    /// <summary>Removes a run: the service does not list it any more.</summary>
    /// <param name="id">The id of the run.</param>
    /// <returns>Whether the knowledge base had this run.</returns>
    public bool RemoveRun(string id)
    {
        lock (_lock)
        {
            return _runs.Remove(id);
        }
    }

    // The body of a response: the runs with this status and one of these ids, null for any.
    internal ResponseBody List(string? status, IReadOnlyList<string>? ids)
    {
        var pieces = new List<byte[]> { ListStart };
        _source?.Call(Replace);
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            foreach (var run in Listed(status, ids, now))
            {
                if (pieces.Count > 1)
                {
                    pieces.Add(Comma);
                }

                pieces.Add(run.ToJson(now));
            }
        }

        pieces.Add(ListEnd);
        return new ResponseBody(pieces);
    }

    private IEnumerable<SimulatedRun> Listed(string? status, IReadOnlyList<string>? ids, DateTimeOffset now) =>
        _runs.Find(ids).Where(run => run.StatusAt(now) is { } current && (status is null || current.Value == status));

    private string Add(SimulatedRun run)
    {
        lock (_lock)
        {
            if (_runs.Contains(run.Id))
            {
                throw new ArgumentException(
                    $"The knowledge base {Id} already has a run {run.Id}: use another id, or SetRun to replace the run.");
            }

            Set(run);
            return run.Id;
        }
    }

    private void Set(SimulatedRun run)
    {
        lock (_lock)
        {
            if (_source is not null)
            {
                throw new InvalidOperationException(
                    $"The runs of the knowledge base {Id} come from the function of UseRuns: change what it returns.");
            }

            _runs.Set(run);
        }
    }

    private void Replace(IEnumerable<SimulatedRun> runs)
    {
        lock (_lock)
        {
            _runs.Clear();
            foreach (var run in runs)
            {
                _runs.Set(run);
            }
        }
    }

    private string NewId() =>
        string.Create(CultureInfo.InvariantCulture, $"{_nextNumber():x8}-0000-4000-8000-000000000000");
}
