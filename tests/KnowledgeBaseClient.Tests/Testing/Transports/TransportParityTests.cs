using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Transports;

/// <summary>The same scripts and faults give the same requests, runs and errors in process and over HTTP.</summary>
public sealed class TransportParityTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task WaitForAllAsync_SameScripts_SameRequestsAndRuns()
    {
        var inProcess = await WaitAsync(overHttp: false);
        var overHttp = await WaitAsync(overHttp: true);

        Assert.That(overHttp.Runs, Is.EqualTo(inProcess.Runs));
        Assert.That(overHttp.Requests, Is.EqualTo(inProcess.Requests));
        Assert.That(inProcess.Runs.Select(run => run.Status.Value), Is.EqualTo((string[])["completed", "failed", "stopped", "completed"]));
        Assert.That(inProcess.Requests, Has.Count.GreaterThan(50));
    }

    private static async Task<Result> WaitAsync(bool overHttp)
    {
        var simulator = new KnowledgeBaseSimulator();
        var knowledgeBase = simulator.KnowledgeBase("kb");
        string[] ids =
        [
            knowledgeBase.AddRun(RunScript.Queued(OneMinute).Running(over: 30 * OneMinute, nodes: ["load", "ocr"]).Completed()),
            knowledgeBase.AddRun(RunScript.Queued().Running(to: 60, over: 10 * OneMinute).Failed("no text – é", "ocr")),
            knowledgeBase.AddRun(RunScript.Unlisted(OneMinute / 4).Running(over: 5 * OneMinute).Stopped()),
            knowledgeBase.AddRun(RunScript.Queued(OneMinute).WithStatus("paused").For(OneMinute).Running(over: OneMinute).Completed()),
        ];
        simulator.Faults.When(request => request.RunIds?.Count == 3).Next(503);
        simulator.Faults.Outage(from: 12 * OneMinute, duration: 2 * OneMinute, statusCode: 502);

        using var server = overHttp ? KnowledgeBaseServer.Start(simulator) : null;

        // No jitter between retries and polls, which would differ from one client to the next.
        var options = TestClients.Options(server?.BaseAddress ?? KnowledgeBaseSimulator.BaseAddress);
        using var handler = overHttp ? new SocketsHttpHandler() : simulator.CreateHandler();
        using var client = new RunsClient(
            ClientServices.Create(options, handler, null, simulator.Clock) with { Random = () => 0.5 });
        var runs = await client.WaitForAllAsync("kb", ids);
        return new Result(runs, [.. simulator.Requests.Select(request => $"{request.ReceivedAt:O} {request}")]);
    }

    private sealed record Result(IReadOnlyList<Run> Runs, IReadOnlyList<string> Requests);
}
