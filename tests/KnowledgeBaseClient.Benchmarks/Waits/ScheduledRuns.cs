using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Runs of a simulator that are queued, run for two minutes and finish one after the other within ten minutes of a clock.
/// </summary>
internal sealed class ScheduledRuns
{
    private static readonly TimeSpan TotalTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly HashSet<string> _pending;

    public ScheduledRuns(int count, TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        Simulator = new KnowledgeBaseSimulator(clock) { ApiKey = null };
        Ids = [.. Enumerable.Range(0, count).Select(IdOf)];
        _pending = [.. Ids];
        for (var number = 0; number < count; number++)
        {
            var script = RunScript.Queued(StartOf(number)).Running(over: RunTime);
            Simulator.KnowledgeBase("kb").AddRun(number % 10 == 0 ? script.Failed("no text") : script.Completed(), Ids[number]);
        }
    }

    public KnowledgeBaseSimulator Simulator { get; }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number of runs that the client has not yet received as finished.</summary>
    public int Pending => _pending.Count;

    /// <summary>The client receives these runs: those that have finished are not pending any more. Not thread-safe.</summary>
    public void Receive(IReadOnlyList<string> ids)
    {
        var elapsed = _clock.GetUtcNow() - _start;
        foreach (var id in ids)
        {
            if (elapsed >= StartOf(NumberOf(id)) + RunTime)
            {
                _pending.Remove(id);
            }
        }
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000");

    private static int NumberOf(string id) => int.Parse(id.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture);

    private TimeSpan StartOf(int number) => (TotalTime - RunTime) * number / Ids.Count;
}
