using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Soak;

/// <summary>Four clients that wait for a quarter of the runs each, in different ways, and record what they received.</summary>
internal sealed class Waiters(SimulatedRuns runs, Outage outage, Uri address)
{
    private const int BatchSize = 250;

    // OutageTimeout keeps its default of 5 minutes. MissingGrace is longer than its default, because some of the faults are empty lists: a
    // run that is missing both before and after the outage counts as missing in between.
    private readonly WaitOptions _options = new() { MissingGrace = TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(outage.Seconds) };

    private readonly ConcurrentDictionary<string, int> _received = new();
    private int _wrong;

    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>The number of runs that were received.</summary>
    public int Finished => _received.Count;

    /// <summary>The number of runs that were received before they finished or with wrong content.</summary>
    public int Wrong => _wrong;

    /// <summary>The number of runs that were not received exactly once.</summary>
    public int Lost => runs.Ids.Count(id => _received.GetValueOrDefault(id) != 1);

    public Task WaitAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, SimulatedRuns.ShareCount).Select(share => WaitAsync(share, cancellationToken)));

    private async Task WaitAsync(int clientNumber, CancellationToken cancellationToken)
    {
        var ids = runs.IdsOf(clientNumber);
        var knowledgeBase = SimulatedRuns.KnowledgeBaseOf(clientNumber);
        using var client = new RunsClient(new KnowledgeBaseClientOptions
        {
            ApiKey = "soak-key",
            BaseAddress = address,
            AttemptTimeout = TimeSpan.FromSeconds(1),
            MaxRetries = clientNumber,
            MaxRetryDelay = TimeSpan.FromMilliseconds(200),
            Polling = new PollingOptions { InitialInterval = TimeSpan.FromMilliseconds(200), MaxInterval = TimeSpan.FromSeconds(1) },

            // A list by status is used only if it saves requests by ids. So a client needs several of those, however few its runs are.
            MaxRunIdsPerRequest = Math.Clamp(ids.Length / 5, 1, 100),
        });
        await Task.WhenAll(clientNumber switch
        {
            0 => ids.Chunk(BatchSize).Select(batch => WaitForAllAsync(client, knowledgeBase, batch, cancellationToken)),
            1 => [WaitForEachAsync(client, knowledgeBase, ids, cancellationToken)],
            _ => ids.Select(id => WaitForOneAsync(client, knowledgeBase, id, cancellationToken)),
        });
    }

    private Task WaitForAllAsync(
        RunsClient client, string knowledgeBase, string[] ids, CancellationToken cancellationToken) => RecordFailureAsync(async () =>
    {
        foreach (var (id, run) in ids.Zip(await client.WaitForAllAsync(knowledgeBase, ids, _options, cancellationToken)))
        {
            Record(id, run);
        }
    });

    private Task WaitForEachAsync(
        RunsClient client, string knowledgeBase, string[] ids, CancellationToken cancellationToken) => RecordFailureAsync(async () =>
    {
        await foreach (var run in client.WaitForEachAsync(knowledgeBase, ids, _options, cancellationToken))
        {
            Record(run.Id, run);
        }
    });

    private Task WaitForOneAsync(
        RunsClient client, string knowledgeBase, string id, CancellationToken cancellationToken) => RecordFailureAsync(
        async () => Record(id, await client.WaitForCompletionAsync(knowledgeBase, id, _options, cancellationToken)));

    private void Record(string id, Run run)
    {
        _received.AddOrUpdate(id, 1, (_, times) => times + 1);
        if (!runs.IsCorrect(id, run))
        {
            Interlocked.Increment(ref _wrong);
        }
    }

    // A wait that fails loses its runs. The other waits continue.
    private async Task RecordFailureAsync(Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (Exception failure)
        {
            Failures.Enqueue(failure);
        }
    }
}
