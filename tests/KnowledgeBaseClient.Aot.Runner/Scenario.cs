using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Aot.Runner;

/// <summary>What the server returns to the checks of KnowledgeBaseClient.Aot.</summary>
internal static class Scenario
{
    /// <summary>Starts a server with these runs. Its first responses are errors, one for each of the first checks.</summary>
    public static KnowledgeBaseServer Start()
    {
        var server = KnowledgeBaseServer.Start();
        var simulator = server.Simulator;
        simulator.Faults.Next(401, body: """{"detail":"Invalid API key"}""");
        simulator.Faults.Next(403, body: "");
        simulator.Faults.Next(404, body: """{"detail":"Knowledge base not found"}""");
        simulator.Faults.Next(422, body: """{"detail":[{"loc":["query","status"],"msg":"Input should be 'queued'","type":"enum"}]}""");
        simulator.Faults.Next(429, TimeSpan.FromSeconds(3600));
        simulator.Faults.Next(500, body: """{"detail":"the service failed"}""");
        simulator.Faults.Next(307, body: "", headers: new Dictionary<string, string> { ["Location"] = "https://example.com/" });
        simulator.Faults.Next(200, body: "<html>", contentType: "text/html");

        simulator.KnowledgeBase("kb").SetRunsJson("""
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
            simulator.KnowledgeBase(id).UseRuns(Progressing("completed"));
        }

        simulator.KnowledgeBase("wait-each").UseRuns(Progressing("completed", "completed"));
        simulator.KnowledgeBase("wait-all").UseRuns(Progressing("completed", "failed"));
        simulator.KnowledgeBase("outage").UseRuns(() => throw new InvalidOperationException("The service fails."));
        simulator.KnowledgeBase("silent");
        simulator.Faults.When(request => request.KnowledgeBaseId == "silent").Slow(Timeout.InfiniteTimeSpan);
        return server;
    }

    // The runs r1, r2 and so on: each request sees the next status, queued, running, and then the final one.
    private static Func<IEnumerable<Run>> Progressing(params string[] finalStatuses)
    {
        var requests = 0;
        return () =>
        {
            requests++;
            return finalStatuses.Select((final, index) => new RunBuilder($"r{index + 1}")
                .WithStatus(requests == 1 ? "queued" : requests == 2 ? "running" : final)
                .Build());
        };
    }
}
