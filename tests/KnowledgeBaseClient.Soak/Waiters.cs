using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Soak;

/// <summary>Several clients that share the waits among them, each in a way of its own, and what has come of every run.</summary>
internal sealed class Waiters(LivingRuns runs, Uri address)
{
    private const string KnowledgeBase = "kb";
    private const int Batch = 250;

    private static readonly WaitOptions Options = new() { MaxConsecutiveFailures = 100_000, MissingGrace = TimeSpan.FromMinutes(2) };

    private readonly ConcurrentDictionary<string, int> _ended = new();
    private int _wrong;

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public int Ended => _ended.Count;

    public int Wrong => _wrong;

    /// <summary>Runs that nobody was given, or that somebody was given twice.</summary>
    public int Lost => runs.Ids.Count(id => _ended.GetValueOrDefault(id) != 1);

    public async Task WaitAsync(CancellationToken limit)
    {
        var shares = runs.Ids.Select((id, index) => (id, index)).GroupBy(pair => pair.index % 4, pair => pair.id).Select(share => share.ToArray()).ToList();
        await Task.WhenAll(shares.Select((share, number) => WaitAsync(share, number, limit)));
    }

    private async Task WaitAsync(string[] ids, int number, CancellationToken limit)
    {
        using var client = new RunsClient(new KnowledgeBaseClientOptions
        {
            ApiKey = "soak-key",
            BaseAddress = address,
            AttemptTimeout = TimeSpan.FromSeconds(1),
            MaxRetries = number,
            MaxRetryDelay = TimeSpan.FromMilliseconds(200),
            Polling = new PollingOptions { Initial = TimeSpan.FromMilliseconds(200), Maximum = TimeSpan.FromSeconds(1) },
        });
        switch (number)
        {
            case 0:
                await Task.WhenAll(ids.Chunk(Batch).Select(batch => Guarded(async () =>
                {
                    foreach (var (id, run) in batch.Zip(await client.WaitForAllAsync(KnowledgeBase, batch, Options, limit)))
                    {
                        Take(id, run);
                    }
                })));
                break;
            case 1:
                await Guarded(async () =>
                {
                    await foreach (var run in client.WaitForEachAsync(KnowledgeBase, ids, Options, limit))
                    {
                        Take(run.Id, run);
                    }
                });
                break;
            default:
                await Task.WhenAll(ids.Select(id => Guarded(async () => Take(id, await client.WaitForCompletionAsync(KnowledgeBase, id, Options, limit)))));
                break;
        }
    }

    private void Take(string id, Run run)
    {
        _ended.AddOrUpdate(id, 1, (_, times) => times + 1);
        if (!runs.IsRight(id, run))
        {
            Interlocked.Increment(ref _wrong);
        }
    }

    // Whatever ends a wait without its runs is a loss, and the others go on.
    private async Task Guarded(Func<Task> wait)
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
