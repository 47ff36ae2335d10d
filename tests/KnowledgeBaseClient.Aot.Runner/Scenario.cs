using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Aot.Runner;

/// <summary>What the server returns to the checks of KnowledgeBaseClient.Aot.</summary>
internal static class Scenario
{
    private static readonly string[] Progress = ["queued", "running", "completed"];

    /// <summary>Starts a server with these runs. Its first responses are errors, one for each of the first checks.</summary>
    /// <param name="stopping">Canceled before the server is disposed, to end a request that gets no response.</param>
    public static KnowledgeBaseServer Start(CancellationToken stopping)
    {
        var server = KnowledgeBaseServer.Start();
        server.RespondOnce(401, """{"detail":"Invalid API key"}""");
        server.RespondOnce(403);
        server.RespondOnce(404, """{"detail":"Knowledge base not found"}""");
        server.RespondOnce(422, """{"detail":[{"loc":["query","status"],"msg":"Input should be 'queued'","type":"enum"}]}""");
        server.RespondOnce(429, headers: new Dictionary<string, string> { ["Retry-After"] = "3600" });
        server.RespondOnce(500, """{"detail":"the service failed"}""");
        server.RespondOnce(307, headers: new Dictionary<string, string> { ["Location"] = "https://example.com/" });
        server.RespondOnce(200, "<html>", "text/html");

        server.SetRuns("kb", """
            [
              {
                "id": "completed", "status": "completed", "progress": 100, "output": {"text":"done","pages":2},
                "created_at": "2026-01-01T00:00:00Z", "finished_at": "2026-01-01T00:02:00Z",
                "progress_details": {"executed_nodes":["n1"]}
              },
              {"id":"failed","status":"failed","output":{"error":"no text found"}},
              {"id":"running","status":"running","progress":40}
            ]
            """);
        foreach (var id in (string[])["wait", "wait-configured", "watch"])
        {
            server.SetRuns(id, Progressing(status => $$"""[{"id":"r1","status":"{{status}}"}]"""));
        }

        server.SetRuns("wait-each", Progressing(status => $$"""[{"id":"r1","status":"{{status}}"},{"id":"r2","status":"{{status}}"}]"""));
        server.SetRuns("wait-all", Progressing(status =>
            $$"""[{"id":"r1","status":"{{status}}"},{"id":"r2","status":"{{(status == "completed" ? "failed" : status)}}"}]"""));
        server.SetRuns("outage", () => throw new InvalidOperationException("The service fails."));
        server.SetRuns("silent", () =>
        {
            stopping.WaitHandle.WaitOne();
            return "[]";
        });
        return server;
    }

    // Each request sees the next status.
    private static Func<string> Progressing(Func<string, string> runs)
    {
        var requests = 0;
        return () => runs(Progress[Math.Min(Interlocked.Increment(ref requests), Progress.Length) - 1]);
    }
}
