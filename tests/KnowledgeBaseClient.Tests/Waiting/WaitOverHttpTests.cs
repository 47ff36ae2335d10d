using System.Text.Json;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>An upload's worth of runs, waited for over real HTTP and in real time.</summary>
public sealed class WaitOverHttpTests
{
    private const string Absent = "r200";

    private static readonly string[] Ids = [.. Enumerable.Range(1, 200).Select(number => $"r{number}")];

    private static readonly string[] Listed = [.. Ids.Where(id => id != Absent)];

    [Test]
    [CancelAfter(60_000)]
    public async Task WaitForEachAsync_UploadWithFailuresFaultsAndARunThatNeverAppears_GivesTheOthersAndNamesThatOne(CancellationToken cancellationToken)
    {
        using var server = KnowledgeBaseServer.Start();
        using var client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = server.ApiKey, BaseAddress = server.BaseAddress });
        server.SetRuns("kb", All(_ => "queued"));
        var stages = new Stages(server);
        var interval = TimeSpan.FromMilliseconds(20);
        var options = new WaitOptions
        {
            Polling = new PollingOptions { Initial = interval, Maximum = interval },
            MissingGrace = TimeSpan.FromSeconds(6),
            Progress = stages,
        };
        var ended = new List<Run>();

        async Task WaitAsync()
        {
            await foreach (var run in client.WaitForEachAsync("kb", Ids, options, cancellationToken))
            {
                ended.Add(run);
            }
        }

        RunNotFoundException? missing = null;
        try
        {
            await WaitAsync();
        }
        catch (RunNotFoundException failure)
        {
            missing = failure;
        }

        Assert.That(missing, Is.Not.Null, "It has not ended so.");
        Assert.That(missing!.RunIds, Is.EqualTo((string[])[Absent]));
        Assert.That(missing!.Pending, Is.EqualTo((string[])[Absent]));
        Assert.That(ended.Select(run => run.Id), Is.EquivalentTo(Listed));
        Assert.That(ended.Where(run => run.Status == RunStatus.Failed).Select(run => run.Id), Is.EquivalentTo(Listed.Where(Fails)));
        Assert.That(ended.Select(run => run.Output.ToString()), Is.EqualTo(ended.Select(run => $$"""{"of":"{{run.Id}}"}""")));
    }

    private static bool Fails(string id) => id.EndsWith('7');

    private static string End(string id) => Fails(id) ? "failed" : "completed";

    private static string All(Func<string, string> status) => JsonSerializer.Serialize(
        Listed.Select(id => new Dictionary<string, object> { ["id"] = id, ["status"] = status(id), ["output"] = new Dictionary<string, string> { ["of"] = id } }));

    // Moves the service on once all runs have been seen in the stage before, so that the test takes as long as that takes.
    private sealed class Stages(KnowledgeBaseServer server) : IProgress<RunChange>
    {
        private readonly HashSet<string> _queued = [];
        private readonly HashSet<string> _running = [];
        private readonly HashSet<string> _ended = [];

        public void Report(RunChange value)
        {
            var id = value.Current.Id;
            if (value.Current.Status == RunStatus.Queued && _queued.Add(id) && _queued.Count == Listed.Length)
            {
                server.RespondOnce(429, headers: new Dictionary<string, string> { ["Retry-After"] = "0" });
                server.SetRuns("kb", All(_ => "running"));
            }

            if (value.Current.Status == RunStatus.Running && _running.Add(id) && _running.Count == Listed.Length)
            {
                server.RespondOnce(503);
                server.SetRuns("kb", All(id => int.Parse(id[1..], provider: null) <= 100 ? End(id) : "running"));
            }

            if (value.Current.Status.IsTerminal && _ended.Add(id) && _ended.Count == 100)
            {
                server.SetRuns("kb", All(End));
            }
        }
    }
}
