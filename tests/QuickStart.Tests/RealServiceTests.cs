using System.Net;
using System.Net.Sockets;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class RealServiceTests
{
    private const string RunningRun = """{"id":"r1","status":"running","progress":7}""";

    [Test]
    public async Task RunAsync_AllVariablesSet_CallsOnlyThatServiceWithThatKey()
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = SampleResult.ApiKey });
        server.Simulator.KnowledgeBase(SampleResult.KnowledgeBaseId).SetRunsJson($"[{RunningRun}]");

        var result = await SampleResult.RunAsync(SampleResult.VariablesFor(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(
                result.Lines[0],
                Is.EqualTo($"Calling the service at {server.BaseAddress} for knowledge base {SampleResult.KnowledgeBaseId}."));
            Assert.That(result.Text, Does.Not.Contain("simulator"));
            Assert.That(result.Lines, Does.Contain("r1  -         running       7 %  -                     -"));
            Assert.That(result.Text, Does.Contain("does not change a real knowledge base"));
            Assert.That(server.Simulator.Requests.Select(request => request.Headers["X-API-Key"]), Is.All.EqualTo(SampleResult.ApiKey));
            Assert.That(server.Simulator.Requests[0].Path, Is.EqualTo($"/v1/knowledge-bases/{SampleResult.KnowledgeBaseId}/runs"));
            Assert.That(result.Text, Does.Not.Contain(SampleResult.ApiKey));
        }
    }

    [Test]
    public async Task RunAsync_NoRuns_ReportsItAndSucceeds()
    {
        var result = await SampleResult.RunWithRunsAsync("[]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Text, Does.Contain("has no runs yet").And.Contain("No run is running").And.Contain("No run failed"));
        }
    }

    [Test]
    public async Task RunAsync_RunWithoutProgressDetails_ReportsIt()
    {
        var result = await SampleResult.RunWithRunsAsync($"[{RunningRun}]");

        Assert.That(result.Text, Does.Contain("The service sent no progress details for run r1."));
    }

    // Opaque JSON in other shapes than in the example runs.
    [TestCase(
        """{"workflow_definition":"text","progress_details":{"running_nodes":["n1"],"per_node_progress":[1]}}""",
        "n1    running")]
    [TestCase(
        """{"workflow_definition":{"nodes":{}},"progress_details":{"running_nodes":["n1"],"per_node_progress":{"n1":"40"}}}""",
        "n1    running")]
    [TestCase(
        """{"workflow_definition":{"nodes":[1,{"id":2,"name":"N"},{"id":"n1"}]},"progress_details":{"running_nodes":["n1"]}}""",
        "n1    running")]
    [TestCase(
        """{"progress_details":{"running_nodes":["n1"],"per_node_progress":{"n1":1e999}}}""",
        "n1    running  100 %  [####################]")]
    [TestCase(
        """{"progress_details":{"skipped_nodes":["n1"],"per_node_progress":{"n1":-3}}}""",
        "n1    skipped   0 %  [....................]")]
    [TestCase(
        """{"workflow":{"definition":{"nodes":[{"id":"n1","name":"Übersetzen"}]}},"progress_details":{"running_nodes":["n1"]}}""",
        "Übersetzen  running")]
    public async Task RunAsync_UnexpectedNodeJson_ShowsTheRestOfTheRow(string fields, string row)
    {
        var result = await SampleResult.RunWithRunsAsync($"[{RunningRun[..^1]},{fields[1..]}]");

        Assert.That(result.Lines, Does.Contain(row));
    }

    [TestCase("null")]
    [TestCase("""{"error":"text"}""")]
    [TestCase("""{"error":{"node_id":7,"message":"m"}}""")]
    public async Task RunAsync_UnexpectedErrorJsonOfFailedRun_ShowsFailureWithoutNode(string output)
    {
        var result = await SampleResult.RunWithRunsAsync($$"""[{"id":"r2","status":"failed","output":{{output}}}]""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.LineWith("RunFailedException"), Does.Contain("r2 finished with status failed"));
            Assert.That(result.Text, Does.Not.Contain("Failed node"));
        }
    }

    [Test]
    public async Task RunAsync_UnknownKnowledgeBaseRejectedWith403_ShowsThatError()
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = SampleResult.ApiKey });
        server.Simulator.Faults.Next(200, body: "[]");
        server.Simulator.Faults.Next(403, body: """{"detail":"Not yours"}""");

        var result = await SampleResult.RunAsync(SampleResult.VariablesFor(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.LineWith("ApiKeyRejectedException"), Does.Contain("Not yours"));
        }
    }

    [Test]
    public async Task RunAsync_ApiKeyRejected_PrintsErrorWithoutStackTraceAndExitsWith1()
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = "another-api-key" });

        var result = await SampleResult.RunAsync(SampleResult.VariablesFor(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.LineWith("ApiKeyRejectedException"), Does.Contain("401"));
            Assert.That(result.Text, Does.Not.Contain("   at ").And.Not.Contain(SampleResult.ApiKey));
        }
    }

    [Test]
    public async Task RunAsync_HtmlResponse_PrintsErrorWithoutStackTraceAndExitsWith1()
    {
        using var server = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = SampleResult.ApiKey });
        server.Simulator.Faults.Next(200, body: "<html>", contentType: "text/html");

        var result = await SampleResult.RunAsync(SampleResult.VariablesFor(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.LineWith("InvalidResponseException"), Does.Contain("text/html"));
            Assert.That(result.Text, Does.Not.Contain("   at "));
        }
    }

    [Test]
    public async Task RunAsync_CanceledBeforeResponse_ReportsItAndExitsWith130()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancellation = new CancellationTokenSource();

        var running = SampleResult.RunAsync(
            SampleResult.VariablesFor(new Uri($"http://{listener.LocalEndpoint}")), cancellationToken: cancellation.Token);
        using var connection = await listener.AcceptTcpClientAsync();
        await cancellation.CancelAsync();
        var result = await running;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(130));
            Assert.That(result.Lines, Does.Contain("Canceled."));
        }
    }
}
