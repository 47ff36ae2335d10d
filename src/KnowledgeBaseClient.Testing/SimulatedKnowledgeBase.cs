using System.Globalization;

namespace KnowledgeBaseClient.Testing;

/// <summary>A knowledge base of a <see cref="KnowledgeBaseSimulator"/>, and its runs. Thread-safe.</summary>
public sealed class SimulatedKnowledgeBase
{
    private readonly object _lock = new();
    private readonly TimeProvider _clock;
    private readonly RunStore _runs;
    private readonly Func<int> _nextNumber;
    private readonly List<UploadedDocument> _documents = [];

    internal SimulatedKnowledgeBase(string id, TimeProvider clock, Func<int> nextNumber) =>
        (Id, _clock, _nextNumber, _runs) = (id, clock, nextNumber, new RunStore(id, clock));

    /// <summary>Gets the id of the knowledge base.</summary>
    public string Id { get; }

    /// <summary>Gets the runs that the service lists now, in the order of the list.</summary>
    /// <value>With a function of <see cref="UseRuns"/>, the runs that it returned for the last request.</value>
    public IReadOnlyList<Run> Runs => _runs.ToRuns();

    /// <summary>Gets the documents that have been uploaded so far, in the order in which they were accepted.</summary>
    public IReadOnlyList<UploadedDocument> Documents
    {
        get
        {
            lock (_lock)
            {
                return [.. _documents];
            }
        }
    }

    /// <summary>Gets or sets the script of the run that an upload starts for each document.</summary>
    /// <value>
    /// The default is a run that is queued for 2 seconds, running for 10 seconds, and then completed. It is called on any thread.
    /// </value>
    public Func<UploadedDocument, RunScript> UploadScript { get; set; } = static _ => RunScript
        .Queued(TimeSpan.FromSeconds(2))
        .Running(100, TimeSpan.FromSeconds(10))
        .Completed();

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
        return _runs.Add(new ScriptedRun(run, script, _clock.GetUtcNow().AddOrMax(startsAfter)));
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
        return _runs.Add(new ScriptedRun(run, script, _clock.GetUtcNow().AddOrMax(startsAfter)));
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
        return _runs.Add(RunJson.ToFixedRun(run));
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
        _runs.Set(RunJson.ToFixedRun(run));
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
        _runs.Set(new ScriptedRun(new RunBuilder(id).Build(), script, _clock.GetUtcNow()));
    }

    /// <summary>Adds a run from its JSON, or replaces the run with the same id.</summary>
    /// <param name="json">A JSON object with a string <c>id</c> and <c>status</c>. Responses contain its text unchanged.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="json"/> is not such an object.</exception>
    /// <exception cref="InvalidOperationException">The runs come from the function of <see cref="UseRuns"/>.</exception>
    public void SetRunJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        _runs.Set(RunJson.ParseRun(json, nameof(json)));
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
        _runs.SetAll(RunJson.ParseList(json, nameof(json)));
    }

    /// <summary>Replaces all runs by those that a function returns, in this order.</summary>
    /// <param name="runs">
    /// A function that is called once for each request, one call at a time. If it throws, the service responds with status 500.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    public void UseRuns(Func<IEnumerable<Run>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        _runs.Use(runs);
    }

    /// <summary>Removes a run: the service does not list it any more.</summary>
    /// <param name="id">The id of the run.</param>
    /// <returns>Whether the knowledge base had this run.</returns>
    public bool RemoveRun(string id) => _runs.Remove(id);

    internal ResponseBody List(string? status, IReadOnlyList<string>? ids) => _runs.ToBody(status, ids);

    internal Task Changed => _runs.Changed;

    internal T ReadRun<T>(string id, Func<SimulatedRun?, T> read) => _runs.Read(id, read);

    // Returns the ids of the runs that ingest these documents.
    internal IReadOnlyList<string> Ingest(IReadOnlyList<UploadedDocument> documents)
    {
        foreach (var document in documents)
        {
            document.RunId = AddRun(UploadScript(document));
        }

        lock (_lock)
        {
            _documents.AddRange(documents);
        }

        return [.. documents.Select(document => document.RunId)];
    }

    private string NewId() =>
        string.Create(CultureInfo.InvariantCulture, $"{_nextNumber():x8}-0000-4000-8000-000000000000");
}
