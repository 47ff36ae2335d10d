using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>The web API lists runs in the service's own JSON and translates errors.</summary>
public sealed class RunEndpointsTests
{
    private const string Failed = """{"id":"r1","status":"failed","progress":40,"output":{"error":"no text found"},"new_field":[1]}""";
    private const string Completed = """{"id":"r2","status":"completed","progress":100}""";

    [Test]
    public async Task List_Status_ReturnsTheSummariesWithIt([Values] TestHostKind host)
    {
        await using var application = await StartAsync(host);

        var json = await application.Client.GetStringAsync("/knowledge-bases/kb/runs?status=Failed");

        Assert.That(json, Is.EqualTo("""[{"id":"r1","status":"failed","progress":40}]"""));
    }

    [Test]
    public async Task List_NoStatus_ReturnsAllRuns()
    {
        await using var application = await StartAsync();

        var json = await application.Client.GetStringAsync("/knowledge-bases/kb/runs");

        Assert.That(json, Does.Contain("r1").And.Contains("r2"));
    }

    [Test]
    public async Task Find_ListedRun_ReturnsItsJsonUnchanged()
    {
        await using var application = await StartAsync();

        Assert.That(await application.Client.GetStringAsync("/knowledge-bases/kb/runs/r1"), Is.EqualTo(Failed));
    }

    [TestCase("/knowledge-bases/kb/runs/missing", HttpStatusCode.NotFound)]
    [TestCase("/knowledge-bases/unknown/runs", HttpStatusCode.NotFound)]
    [TestCase("/knowledge-bases/%20/runs", HttpStatusCode.BadRequest)]
    [TestCase("/knowledge-bases/kb/runs/%20", HttpStatusCode.BadRequest)]
    [TestCase("/knowledge-bases/kb/runs?status=", HttpStatusCode.BadRequest)]
    [TestCase("/knowledge-bases/kb/runs?status=unheard-of", HttpStatusCode.BadRequest)]
    [TestCase("/knowledge-bases/unknown/changes", HttpStatusCode.NotFound)]
    public async Task Request_Fails_ReturnsTheMatchingStatusWhateverTheCallerAccepts(string path, HttpStatusCode expected)
    {
        await using var application = await StartAsync();

        foreach (var accept in (string[])["*/*", "text/event-stream", "text/html"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
            using var response = await application.Client.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(expected), accept);
        }
    }

    [Test]
    public async Task Request_Fails_ReturnsProblemDetails()
    {
        await using var application = await StartAsync();

        foreach (var path in (string[])["/knowledge-bases/kb/runs/missing", "/knowledge-bases/unknown/runs"])
        {
            using var response = await application.Client.GetAsync(path);
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), path);
        }
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task List_ServiceRequestsADelay_ReturnsItsRetryAfter(int status)
    {
        await using var application = await StartAsync();
        application.Service.Simulator.Faults.Next(status, TimeSpan.FromSeconds(100));

        using var response = await application.Client.GetAsync("/knowledge-bases/kb/runs");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(100)));
    }

    [Test]
    public async Task List_KeyIsRejected_ReturnsBadGatewayWithoutDetails()
    {
        await using var application = await StartAsync();
        application.Service.Simulator.Faults.Next(401, body: """{"detail":"Invalid API key"}""");

        using var response = await application.Client.GetAsync("/knowledge-bases/kb/runs");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("API key"));
    }

    private static async Task<TestApplication> StartAsync(TestHostKind host = TestHostKind.InMemory)
    {
        var application = await TestApplication.StartAsync(host);
        application.Service.Simulator.KnowledgeBase("kb").SetRunsJson($"[{Failed},{Completed}]");
        return application;
    }
}
