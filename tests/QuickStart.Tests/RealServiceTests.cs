using System.Net;
using System.Net.Sockets;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class RealServiceTests
{
    private const string Running = """{"id":"r1","status":"running","progress":7}""";

    [Test]
    public async Task RunAsync_AllThreeSet_AsksThatServiceWithThatKeyAndNoOther()
    {
        using var server = KnowledgeBaseServer.Start(Outcome.Key);
        server.SetRuns(Outcome.KnowledgeBase, $"[{Running}]");

        var outcome = await Outcome.OfAsync(Outcome.Settings(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Lines[0], Is.EqualTo($"Asking the service at {server.BaseAddress} about the knowledge base {Outcome.KnowledgeBase}."));
            Assert.That(outcome.Text, Does.Not.Contain("stand-in"));
            Assert.That(outcome.Lines, Does.Contain("r1  -         running       7 %  -                           -"));
            Assert.That(server.Requests.Select(request => request.Headers["X-API-Key"]), Is.All.EqualTo(Outcome.Key));
            Assert.That(server.Requests[0].Path, Is.EqualTo($"/v1/knowledge-bases/{Outcome.KnowledgeBase}/runs"));
            Assert.That(outcome.Text, Does.Not.Contain(Outcome.Key));
        }
    }

    [Test]
    public async Task RunAsync_NoRuns_SaysSoAndSucceeds()
    {
        var outcome = await Outcome.WithRunsAsync("[]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Text, Does.Contain("has no runs yet").And.Contain("No run is running now").And.Contain("No run has failed"));
        }
    }

    [Test]
    public async Task RunAsync_RunWithoutProgressDetails_SaysSo()
    {
        var outcome = await Outcome.WithRunsAsync($"[{Running}]");

        Assert.That(outcome.Text, Does.Contain("The service says nothing of its nodes."));
    }

    // Everything opaque in another shape than in the examples.
    [TestCase("""{"workflow_definition":"text","progress_details":{"running_nodes":["n1"],"per_node_progress":[1]}}""", "n1    running")]
    [TestCase("""{"workflow_definition":{"nodes":{}},"progress_details":{"running_nodes":["n1"],"per_node_progress":{"n1":"40"}}}""", "n1    running")]
    [TestCase("""{"workflow_definition":{"nodes":[1,{"id":2,"name":"N"},{"id":"n1"}]},"progress_details":{"running_nodes":["n1"]}}""", "n1    running")]
    [TestCase("""{"progress_details":{"running_nodes":["n1"],"per_node_progress":{"n1":1e999}}}""", "n1    running  100 %  [####################]")]
    [TestCase("""{"progress_details":{"skipped_nodes":["n1"],"per_node_progress":{"n1":-3}}}""", "n1    skipped   0 %  [....................]")]
    [TestCase("""{"workflow":{"definition":{"nodes":[{"id":"n1","name":"Übersetzen"}]}},"progress_details":{"running_nodes":["n1"]}}""", "Übersetzen  running")]
    public async Task RunAsync_OddNodes_ShowsWhatCanBeShown(string fields, string row)
    {
        var outcome = await Outcome.WithRunsAsync($"[{Running[..^1]},{fields[1..]}]");

        Assert.That(outcome.Lines, Does.Contain(row));
    }

    [TestCase("null")]
    [TestCase("""{"error":"text"}""")]
    [TestCase("""{"error":{"node_id":7,"message":"m"}}""")]
    public async Task RunAsync_OddErrorOfAFailedRun_ShowsTheFailureWithoutTheNode(string output)
    {
        var outcome = await Outcome.WithRunsAsync($$"""[{"id":"r2","status":"failed","output":{{output}}}]""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.LineWith("RunFailedException"), Does.Contain("r2 finished with status failed"));
            Assert.That(outcome.Text, Does.Not.Contain("The node that failed"));
        }
    }

    [Test]
    public async Task RunAsync_UnknownKnowledgeBaseAnsweredWith403_ShowsThatInstead()
    {
        using var server = KnowledgeBaseServer.Start(Outcome.Key);
        server.RespondOnce(200, "[]");
        server.RespondOnce(403, """{"detail":"Not yours"}""");

        var outcome = await Outcome.OfAsync(Outcome.Settings(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.LineWith("ApiKeyRejectedException"), Does.Contain("Not yours"));
        }
    }

    [Test]
    public async Task RunAsync_KeyRejected_SaysSoWithoutAStackTraceAndFails()
    {
        using var server = KnowledgeBaseServer.Start("another-key");

        var outcome = await Outcome.OfAsync(Outcome.Settings(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.LineWith("ApiKeyRejectedException"), Does.Contain("401"));
            Assert.That(outcome.Text, Does.Not.Contain("   at ").And.Not.Contain(Outcome.Key));
        }
    }

    [Test]
    public async Task RunAsync_AnswerOfSomethingElse_SaysSoWithoutAStackTraceAndFails()
    {
        using var server = KnowledgeBaseServer.Start(Outcome.Key);
        server.RespondOnce(200, "<html>", "text/html");

        var outcome = await Outcome.OfAsync(Outcome.Settings(server.BaseAddress));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.LineWith("InvalidResponseException"), Does.Contain("text/html"));
            Assert.That(outcome.Text, Does.Not.Contain("   at "));
        }
    }

    [Test]
    public async Task RunAsync_CancelledWhileWaitingForAnAnswer_SaysSoAndEnds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();

        var running = Outcome.OfAsync(Outcome.Settings(new Uri($"http://{silent.LocalEndpoint}")), cancellationToken: stop.Token);
        using var connection = await silent.AcceptTcpClientAsync();
        await stop.CancelAsync();
        var outcome = await running;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(130));
            Assert.That(outcome.Text, Does.Contain("Stopped before the end."));
        }
    }
}
