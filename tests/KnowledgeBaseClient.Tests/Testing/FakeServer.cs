using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Tests.Testing;

/// <summary>A fake server with three runs in the knowledge base "kb", and requests to it from a plain HTTP client.</summary>
internal static class FakeServer
{
    public const string Running = """{ "id":"r1",  "status" : "running", "input": {"n": 1.50e+2, "s": "\u00e9é\/"} }""";
    public const string Failed = """{"status":"failed","id":"r2"}""";
    public const string AlsoRunning = """{"id":"r3","status":"running"}""";
    public const string Runs = $"[\n  {Running},\n  {Failed} , {AlsoRunning}]";
    public const string RunsOfKb = "v1/knowledge-bases/kb/runs";

    public static KnowledgeBaseServer StartWithRuns()
    {
        var server = KnowledgeBaseServer.Start();
        server.SetRuns("kb", Runs);
        return server;
    }

    public static async Task<HttpResponseMessage> SendAsync(
        KnowledgeBaseServer server, string path, string? key = KnowledgeBaseServer.DefaultApiKey, string method = "GET")
    {
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        }

        return await client.SendAsync(request);
    }
}
