using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>When each run begins and finishes, drawn from a seed. All runs are queued until the schedule is started.</summary>
internal sealed class RunSchedule
{
    private const int Seed = 1;

    // As a share of the whole time.
    private const double FirstEnd = 0.1;

    private readonly (double Running, double Finished)[] _runs;
    private long _start;
    private DateTimeOffset _startTime = DateTimeOffset.UtcNow;

    public RunSchedule(int count, TimeSpan duration)
    {
        var random = new Random(Seed);
        _runs = new (double, double)[count];
        for (var number = 0; number < count; number++)
        {
            var finished = duration.TotalSeconds * (FirstEnd + ((1 - FirstEnd) * random.NextDouble()));
            _runs[number] = (finished * random.NextDouble(), finished);
        }
    }

    public int Count => _runs.Length;

    /// <summary>The seconds since the start.</summary>
    public double Now => _start == 0 ? 0 : Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public void Start()
    {
        _startTime = DateTimeOffset.UtcNow;
        _start = Stopwatch.GetTimestamp();
    }

    public SimulatedRun At(int number, double now)
    {
        var (running, finished) = _runs[number];
        return now >= finished ? new SimulatedRun(number, ProofRuns.FinalStatusOf(number), 100, _startTime.AddSeconds(finished))
            : now >= running ? new SimulatedRun(number, RunStatus.Running, (int)(99 * (now - running) / (finished - running)), null)
            : new SimulatedRun(number, RunStatus.Queued, 0, null);
    }
}
