using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Soak;

/// <summary>Runs that appear, wait in the queue, run and finish on a schedule drawn from a seed.</summary>
internal sealed class SimulatedRuns
{
    private static readonly RunStatus[] FinalStatuses =
        [RunStatus.Completed, RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Stopped];

    private readonly Dictionary<string, Schedule> _schedules = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public SimulatedRuns(int count, int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000");
            var queued = random.NextDouble();
            var running = queued + (4 * random.NextDouble());
            var finished = running + 1 + (14 * random.NextDouble());
            _schedules.Add(id, new Schedule(queued, running, finished, FinalStatuses[random.Next(FinalStatuses.Length)]));
        }
    }

    public IReadOnlyList<string> Ids => [.. _schedules.Keys];

    private double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Whether a run that a client has returned as finished is finished in exactly this state.</summary>
    public bool IsCorrect(string id, Run run) =>
        run.Id == id
        && _schedules[id] is var schedule
        && schedule.Finished <= Now
        && run.Status == schedule.FinalStatus
        && run.Progress == 100
        && run.Output.ToString() == OutputOf(id);

    /// <summary>The runs that have appeared so far, in any knowledge base.</summary>
    public IEnumerable<StoredRun> List(string knowledgeBaseId, IReadOnlySet<string>? runIds)
    {
        var now = Now;
        foreach (var id in runIds ?? (IEnumerable<string>)_schedules.Keys)
        {
            if (_schedules.TryGetValue(id, out var schedule) && schedule.Queued <= now)
            {
                var status = schedule.StatusAt(now).Value;
                var output = schedule.Finished <= now ? OutputOf(id) : "null";
                yield return new StoredRun(id, status, string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"id":"{{id}}","status":"{{status}}","progress":{{schedule.ProgressAt(now)}},"output":{{output}}}"""));
            }
        }
    }

    private static string OutputOf(string id) => $$"""{"of":"{{id}}","brackets":"}]\"[{"}""";

    // Times are in seconds since the start.
    private sealed record Schedule(double Queued, double Running, double Finished, RunStatus FinalStatus)
    {
        public RunStatus StatusAt(double now) =>
            now >= Finished ? FinalStatus : now >= Running ? RunStatus.Running : RunStatus.Queued;

        public int ProgressAt(double now) =>
            now >= Finished ? 100 : now < Running ? 0 : (int)(99 * (now - Running) / (Finished - Running));
    }
}
