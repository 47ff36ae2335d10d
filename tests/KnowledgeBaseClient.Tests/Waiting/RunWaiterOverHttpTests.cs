using System.Text.Json;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A wait for 200 runs over real HTTP and in real time.</summary>
public sealed class RunWaiterOverHttpTests
{
    private const string MissingId = "r200";

    private static readonly string[] Ids = [.. Enumerable.Range(1, 200).Select(number => $"r{number}")];

    private static readonly string[] ListedIds = [.. Ids.Where(id => id != MissingId)];

    [Test]
    [CancelAfter(60_000)]
    public async Task WaitForEachAsync_FaultsFailedRunsAndMissingRun_YieldsListedRunsAndThrows(CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start();
        using var client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = server.ApiKey, BaseAddress = server.BaseAddress });
        server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson(_ => "queued"));
        var progress = new StageProgress(server);
        var interval = TimeSpan.FromMilliseconds(20);
        var options = new WaitOptions
        {
            Polling = new PollingOptions { InitialInterval = interval, MaxInterval = interval },
            MissingGrace = TimeSpan.FromSeconds(6),
            Progress = progress,
        };
        var yielded = new List<Run>();

        async Task WaitAsync()
        {
            await foreach (var run in client.WaitForEachAsync("kb", Ids, options, cancellationToken))
            {
                yielded.Add(run);
            }
        }

        RunNotFoundException? missing = null;
        try
        {
            await WaitAsync();
        }
        catch (RunNotFoundException exception)
        {
            missing = exception;
        }

        Assert.That(missing, Is.Not.Null, "Expected a RunNotFoundException, but the wait completed without an exception.");
        Assert.That(missing!.RunIds, Is.EqualTo((string[])[MissingId]));
        Assert.That(missing!.Pending, Is.EqualTo((string[])[MissingId]));
        Assert.That(yielded.Select(run => run.Id), Is.EquivalentTo(ListedIds));
        Assert.That(yielded.Where(run => run.Status == RunStatus.Failed).Select(run => run.Id), Is.EquivalentTo(ListedIds.Where(Fails)));
        Assert.That(yielded.Select(run => run.Output.ToString()), Is.EqualTo(yielded.Select(run => $$"""{"of":"{{run.Id}}"}""")));
    }

    private static bool Fails(string id) => id.EndsWith('7');

    private static string FinalStatus(string id) => Fails(id) ? "failed" : "completed";

    private static string RunsJson(Func<string, string> status) => JsonSerializer.Serialize(
        ListedIds.Select(id => new Dictionary<string, object>
        {
            ["id"] = id,
            ["status"] = status(id),
            ["output"] = new Dictionary<string, string> { ["of"] = id },
        }));

    // Moves the runs to the next stage when the wait has reported all of them in the current one, so the test needs no delays.
    private sealed class StageProgress(KnowledgeBaseServer server) : IProgress<RunChange>
    {
        private readonly HashSet<string> _queued = [];
        private readonly HashSet<string> _running = [];
        private readonly HashSet<string> _finished = [];

        public void Report(RunChange value)
        {
            var id = value.Current.Id;
            if (value.Current.Status == RunStatus.Queued && _queued.Add(id) && _queued.Count == ListedIds.Length)
            {
                server.Simulator.Faults.Next(429, TimeSpan.FromSeconds(0));
                server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson(_ => "running"));
            }

            if (value.Current.Status == RunStatus.Running && _running.Add(id) && _running.Count == ListedIds.Length)
            {
                server.Simulator.Faults.Next(503, body: "");
                server.Simulator.KnowledgeBase("kb").SetRunsJson(
                    RunsJson(id => int.Parse(id[1..], provider: null) <= 100 ? FinalStatus(id) : "running"));
            }

            if (value.Current.Status.IsTerminal && _finished.Add(id) && _finished.Count == 100)
            {
                server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson(FinalStatus));
            }
        }
    }
}
