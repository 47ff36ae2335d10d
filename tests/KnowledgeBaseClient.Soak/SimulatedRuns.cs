using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Soak;

/// <summary>
/// Runs of a simulator that appear, wait in the queue, run and finish on a schedule drawn from a seed. Each client waits for a share.
/// </summary>
internal sealed class SimulatedRuns
{
    public const int ShareCount = 4;

    private static readonly RunStatus[] FinalStatuses =
        [RunStatus.Completed, RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Stopped];

    private readonly Dictionary<string, Schedule> _schedules = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public SimulatedRuns(int count, int seed, Outage outage)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000");
            var queued = random.NextDouble();
            var running = queued + (13 * Math.Pow(random.NextDouble(), 2));
            var finished = running + 1 + ((19 - running) * random.NextDouble());
            var schedule = new Schedule(
                number % ShareCount,
                queued,
                outage.Stretch(running),
                outage.Stretch(finished),
                FinalStatuses[random.Next(FinalStatuses.Length)]);
            _schedules.Add(id, schedule);
            Simulator.KnowledgeBase(KnowledgeBaseOf(schedule.Share))
                .AddRun(schedule.ToScript(id), id, TimeSpan.FromSeconds(schedule.Queued));
        }
    }

    public KnowledgeBaseSimulator Simulator { get; } = new(TimeProvider.System) { ApiKey = null };

    public IReadOnlyList<string> Ids => [.. _schedules.Keys];

    private double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>The knowledge base of a share. Two shares have the same one, so that lists contain runs of another client.</summary>
    public static string KnowledgeBaseOf(int share) => share < 2 ? "shared" : $"kb-{share}";

    public string[] IdsOf(int share) => [.. _schedules.Where(run => run.Value.Share == share).Select(run => run.Key)];

    /// <summary>The number of runs in each state.</summary>
    public string Describe()
    {
        var now = Now;
        var statuses = _schedules.Values.ToLookup(schedule => schedule.StatusAt(now));
        var (queued, running) = (statuses[RunStatus.Queued].Count(), statuses[RunStatus.Running].Count());
        return $"queued {queued}, running {running}, finished {_schedules.Count - queued - running}";
    }

    /// <summary>Whether a run that a client has returned as finished is finished in exactly this state.</summary>
    public bool IsCorrect(string id, Run run) =>
        run.Id == id
        && _schedules[id] is var schedule
        && schedule.Finished <= Now
        && run.Status == schedule.FinalStatus
        && HasFinalProgress(run)
        && (run.Status != RunStatus.Failed || run.ErrorMessage == ErrorOf(id))
        && (run.Status != RunStatus.Completed || run.Output.Text == OutputOf(id));

    private static string OutputOf(string id) => $$"""{"of":"{{id}}","brackets":"}]\"[{"}""";

    private static string ErrorOf(string id) => $$"""}]"[{ of {{id}}""";

    private static bool HasFinalProgress(Run run) => run.Progress == (run.Status == RunStatus.Completed ? 100 : 99);

    // Times are in seconds since the start.
    private sealed record Schedule(int Share, double Queued, double Running, double Finished, RunStatus FinalStatus)
    {
        public RunStatus StatusAt(double now) =>
            now >= Finished ? FinalStatus : now >= Running ? RunStatus.Running : RunStatus.Queued;

        public RunScript ToScript(string id)
        {
            var script = RunScript.Queued(TimeSpan.FromSeconds(Running - Queued)).Running(99, TimeSpan.FromSeconds(Finished - Running));
            return FinalStatus == RunStatus.Completed ? script.Completed(RawJson.Parse(OutputOf(id)))
                : FinalStatus == RunStatus.Failed ? script.Failed(ErrorOf(id))
                : script.Stopped();
        }
    }
}
