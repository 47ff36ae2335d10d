using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>When each run begins and finishes, drawn from a seed. All runs are queued until the schedule is started.</summary>
internal sealed class RunSchedule(int count, TimeSpan duration)
{
    private const int Seed = 1;

    // As a share of the whole time.
    private const double FirstEnd = 0.1;

    private readonly (double Running, double Finished)[] _runs = Draw(count, duration.TotalSeconds);
    private long _start;
    private DateTimeOffset _startTime = TimeProvider.System.GetUtcNow();

    public int Count => _runs.Length;

    public TimeSpan Duration => duration;

    /// <summary>The seconds since the start.</summary>
    public double Now => _start == 0 ? 0 : Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public void Start()
    {
        _startTime = TimeProvider.System.GetUtcNow();
        _start = Stopwatch.GetTimestamp();
    }

    // No progress before the end: polls would follow its estimates, which differ from one run of this program to the next.
    public SimulatedRun At(int number, double now)
    {
        var (running, finished) = _runs[number];
        return now >= finished ? new SimulatedRun(number, ProofRuns.FinalStatusOf(number), 100, _startTime.AddSeconds(finished))
            : now >= running ? new SimulatedRun(number, RunStatus.Running, 0, null)
            : new SimulatedRun(number, RunStatus.Queued, 0, null);
    }

    private static (double Running, double Finished)[] Draw(int count, double seconds)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var finished = seconds * (FirstEnd + ((1 - FirstEnd) * random.NextDouble()));
            return (finished * random.NextDouble(), finished);
        })];
    }
}
