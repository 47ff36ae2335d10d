using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient.Soak;

/// <summary>Runs that appear, are queued, run and end on a schedule drawn from a seed.</summary>
internal sealed class LivingRuns
{
    private static readonly RunStatus[] Endings = [RunStatus.Completed, RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Stopped];

    private readonly Dictionary<string, Life> _lives = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public LivingRuns(int count, int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000");
            var queued = random.NextDouble();
            var running = queued + (4 * random.NextDouble());
            var ended = running + 1 + (14 * random.NextDouble());
            _lives.Add(id, new Life(queued, running, ended, Endings[random.Next(Endings.Length)]));
        }
    }

    public IReadOnlyList<string> Ids => [.. _lives.Keys];

    private double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Whether a run that a client has given out as ended has ended, and just so.</summary>
    public bool IsRight(string id, Run run) =>
        run.Id == id
        && _lives[id] is var life
        && life.Ended <= Now
        && run.Status == life.Ending
        && run.Progress == 100
        && run.Output.ToString() == OutputOf(id);

    /// <summary>The answer to a request with these ids or this status; every run without either.</summary>
    public string Answer(IEnumerable<string>? ids, string? status)
    {
        var now = Now;
        var text = new StringBuilder("[");
        foreach (var id in ids ?? _lives.Keys)
        {
            if (!_lives.TryGetValue(id, out var life) || now < life.Queued || (status is not null && life.StatusAt(now).Value != status))
            {
                continue;
            }

            var ended = now >= life.Ended;
            text.Append(text.Length > 1 ? "," : "")
                .Append(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","status":"{{life.StatusAt(now)}}","progress":{{life.ProgressAt(now)}},"output":{{(ended ? OutputOf(id) : "null")}}}""");
        }

        return text.Append(']').ToString();
    }

    private static string OutputOf(string id) => $$"""{"of":"{{id}}","brackets":"}]\"[{"}""";

    private sealed record Life(double Queued, double Running, double Ended, RunStatus Ending)
    {
        public RunStatus StatusAt(double now) => now >= Ended ? Ending : now >= Running ? RunStatus.Running : RunStatus.Queued;

        public int ProgressAt(double now) => now >= Ended ? 100 : now < Running ? 0 : (int)(99 * (now - Running) / (Ended - Running));
    }
}
