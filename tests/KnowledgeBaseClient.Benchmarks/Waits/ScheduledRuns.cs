using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Runs that are queued, run for two minutes and finish one after the other within ten minutes of a clock.</summary>
internal sealed class ScheduledRuns
{
    private static readonly TimeSpan TotalTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly HashSet<int> _pending;

    public ScheduledRuns(int count, TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        _pending = [.. Enumerable.Range(0, count)];
        Ids = [.. _pending.Select(number => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000"))];
    }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number of runs that the client has not yet received as finished.</summary>
    public int Pending => _pending.Count;

    private TimeSpan Elapsed => _clock.GetUtcNow() - _start;

    /// <summary>The requested runs, or all pending ones, in any knowledge base. Not thread-safe.</summary>
    public IEnumerable<StoredRun> List(string knowledgeBaseId, IReadOnlySet<string>? runIds)
    {
        var numbers = runIds?.Select(id => int.Parse(id.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture)) ?? _pending;
        foreach (var number in numbers.ToList())
        {
            var status = StatusOf(number);
            yield return new StoredRun(Ids[number], status, string.Create(
                CultureInfo.InvariantCulture, $$"""{"id":"{{Ids[number]}}","status":"{{status}}","progress":{{ProgressOf(number)}}}"""));
            if (runIds is not null && status is not ("queued" or "running"))
            {
                _pending.Remove(number);
            }
        }
    }

    private TimeSpan StartOf(int number) => (TotalTime - RunTime) * number / Ids.Count;

    private string StatusOf(int number) =>
        Elapsed < StartOf(number) ? "queued"
        : Elapsed < StartOf(number) + RunTime ? "running"
        : number % 10 == 0 ? "failed" : "completed";

    private int ProgressOf(int number) => (int)Math.Clamp((Elapsed - StartOf(number)) / RunTime * 100, 0, 100);
}
