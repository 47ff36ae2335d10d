using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Soak;

/// <summary>Four clients that wait for a quarter of the runs each, in different ways, and record what they received.</summary>
internal sealed class Waiters(SimulatedRuns runs, Uri address)
{
    private const string KnowledgeBase = "kb";
    private const int ClientCount = 4;
    private const int BatchSize = 250;

    private static readonly WaitOptions Options = new() { OutageTimeout = Timeout.InfiniteTimeSpan, MissingGrace = TimeSpan.FromMinutes(2) };

    private readonly ConcurrentDictionary<string, int> _received = new();
    private int _wrong;

    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>The number of runs that were received.</summary>
    public int Finished => _received.Count;

    /// <summary>The number of runs that were received before they finished or with wrong content.</summary>
    public int Wrong => _wrong;

    /// <summary>The number of runs that were not received exactly once.</summary>
    public int Lost => runs.Ids.Count(id => _received.GetValueOrDefault(id) != 1);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var shares = runs.Ids.Select((id, index) => (id, index)).GroupBy(pair => pair.index % ClientCount, pair => pair.id);
        await Task.WhenAll(shares.Select(share => WaitAsync([.. share], share.Key, cancellationToken)));
    }

    private async Task WaitAsync(string[] ids, int clientNumber, CancellationToken cancellationToken)
    {
        using var client = new RunsClient(new KnowledgeBaseClientOptions
        {
            ApiKey = "soak-key",
            BaseAddress = address,
            AttemptTimeout = TimeSpan.FromSeconds(1),
            MaxRetries = clientNumber,
            MaxRetryDelay = TimeSpan.FromMilliseconds(200),
            Polling = new PollingOptions { Initial = TimeSpan.FromMilliseconds(200), Maximum = TimeSpan.FromSeconds(1) },
        });
        await Task.WhenAll(clientNumber switch
        {
            0 => ids.Chunk(BatchSize).Select(batch => WaitForAllAsync(client, batch, cancellationToken)),
            1 => [WaitForEachAsync(client, ids, cancellationToken)],
            _ => ids.Select(id => WaitForOneAsync(client, id, cancellationToken)),
        });
    }

    private Task WaitForAllAsync(RunsClient client, string[] ids, CancellationToken cancellationToken) => RecordFailureAsync(async () =>
    {
        foreach (var (id, run) in ids.Zip(await client.WaitForAllAsync(KnowledgeBase, ids, Options, cancellationToken)))
        {
            Record(id, run);
        }
    });

    private Task WaitForEachAsync(RunsClient client, string[] ids, CancellationToken cancellationToken) => RecordFailureAsync(async () =>
    {
        await foreach (var run in client.WaitForEachAsync(KnowledgeBase, ids, Options, cancellationToken))
        {
            Record(run.Id, run);
        }
    });

    private Task WaitForOneAsync(RunsClient client, string id, CancellationToken cancellationToken) => RecordFailureAsync(
        async () => Record(id, await client.WaitForCompletionAsync(KnowledgeBase, id, Options, cancellationToken)));

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
