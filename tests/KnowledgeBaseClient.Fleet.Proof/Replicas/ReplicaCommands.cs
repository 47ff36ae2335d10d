using System.Collections.Concurrent;
using System.Text.Json;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>What a replica can do: a word and a JSON value for each command.</summary>
internal sealed class ReplicaCommands(IRunsClient client, IDurableWaits durableWaits)
{
    private const int ConcurrentRegistrations = 64;
    private const int KnowledgeBases = 3;
    private const int CallersPerKnowledgeBase = 8;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private volatile bool _stopAsking;

    public async Task RunAsync(string line)
    {
        var word = line[..line.IndexOf(' ', StringComparison.Ordinal)];
        var value = line[word.Length..];
        try
        {
            await (word switch
            {
                "wait" => WaitAsync(JsonSerializer.Deserialize<WaitShare>(value)!),
                "register" => RegisterAsync(JsonSerializer.Deserialize<WaitShare>(value)!),
                "ask" => AskAsync(),
                "stop" => Task.FromResult(_stopAsking = true),
                _ => throw new InvalidOperationException($"Unknown command {word}."),
            });
        }
        catch (Exception failure)
        {
            ReplicaOutput.Report("failed", failure.ToString());
        }
    }

    private async Task WaitAsync(WaitShare share)
    {
        var delays = new ConcurrentBag<int>();
        var errors = new ConcurrentQueue<string>();
        var wrong = 0;
        var options = new WaitOptions { Timeout = share.Timeout };
        await Task.WhenAll(share.Numbers.Select(ProofRuns.IdOf).Select(async id =>
        {
            try
            {
                var run = await client.WaitForCompletionAsync(ProofRuns.KnowledgeBase, id, options);
                delays.Add((int)(TimeProvider.System.GetUtcNow() - run.FinishedAt.GetValueOrDefault()).TotalMilliseconds);
                Interlocked.Add(ref wrong, ProofRuns.IsRight(id, run) ? 0 : 1);
            }
            catch (Exception failure)
            {
                errors.Enqueue($"{failure.GetType().Name}: {failure.Message}");
            }
        }));
        ReplicaOutput.Report("waited", new WaitReport(errors.Count, wrong, [.. delays], errors.FirstOrDefault()));
    }

    private async Task RegisterAsync(WaitShare share)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ConcurrentRegistrations };
        await Parallel.ForEachAsync(share.Numbers, options, async (number, _) =>
        {
            var wait = new DurableWait
            {
                Id = $"wait-{number}",
                KnowledgeBaseId = ProofRuns.KnowledgeBase,
                RunIds = [ProofRuns.IdOf(number)],
                Handler = ReportingHandler.Name,
                State = ProofRuns.IdOf(number),
            };
            while (true)
            {
                try
                {
                    await durableWaits.RegisterAsync(wait, CancellationToken.None);
                    return;
                }
                catch (FleetUnavailableException)
                {
                    await Task.Delay(RetryDelay, CancellationToken.None);
                }
            }
        });
        ReplicaOutput.Report("registered", true);
    }

    private async Task AskAsync()
    {
        var failed = 0;
        string? error = null;
        await Task.WhenAll(Enumerable.Range(0, KnowledgeBases * CallersPerKnowledgeBase).Select(async caller =>
        {
            while (!_stopAsking)
            {
                try
                {
                    await client.ListSummariesAsync($"kb-{caller % KnowledgeBases}");
                }
                catch (Exception failure)
                {
                    Interlocked.Increment(ref failed);
                    error = $"{failure.GetType().Name}: {failure.Message}";
                    await Task.Delay(RetryDelay);
                }
            }
        }));
        ReplicaOutput.Report("asked", new WaitReport(failed, 0, [], error));
    }
}
