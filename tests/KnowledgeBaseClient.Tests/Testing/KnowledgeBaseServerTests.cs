using System.Net;
using System.Text.Json;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;
using static KnowledgeBaseClient.Tests.Testing.FakeServer;

namespace KnowledgeBaseClient.Tests.Testing;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class KnowledgeBaseServerTests
{
    [Test]
    public async Task Get_KnownKnowledgeBase_ReturnsBareArrayWithUnchangedRuns()
    {
        using var server = StartWithRuns();

        using var response = await SendAsync(server, RunsOfKb);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($"[{Running},{Failed},{AlsoRunning}]"));
    }

    [TestCase("?status=running", "r1,r3")]
    [TestCase("?status=completed", "")]
    [TestCase("?status=failed&status=running", "r1,r3")]
    [TestCase("?run_ids=r3,r1", "r1,r3")]
    [TestCase("?run_ids=r2%2Cr3", "r2,r3")]
    [TestCase("?run_ids=r2", "r2")]
    [TestCase("?run_ids=other", "")]
    [TestCase("?run_ids=", "")]
    [TestCase("?run_ids", "")]
    [TestCase("?status=running&run_ids=r2,r3", "r3")]
    [TestCase("?Status=failed&other=1", "r1,r2,r3")]
    public async Task Get_WithQuery_ReturnsMatchingRunsInOrder(string query, string expectedIds)
    {
        using var server = StartWithRuns();

        using var response = await SendAsync(server, RunsOfKb + query);

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var ids = json.RootElement.EnumerateArray().Select(run => run.GetProperty("id").GetString());
        Assert.That(string.Join(",", ids), Is.EqualTo(expectedIds));
    }

    [TestCase("bogus", "bogus")]
    [TestCase("", "")]
    [TestCase("Running", "Running")]
    [TestCase("%22%5C", @"\u0022\\")]
    public async Task Get_UndocumentedStatus_ReturnsValidationError(string status, string echoed)
    {
        using var server = StartWithRuns();

        using var response = await SendAsync(server, $"{RunsOfKb}?status={status}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(
                """{"detail":[{"type":"enum","loc":["query","status"],"msg":"Input should be 'queued', 'running', 'failed', """
                + $$$"""'completed' or 'stopped'","input":"{{{echoed}}}","ctx":{"expected":"'queued', 'running', 'failed', """
                + """'completed' or 'stopped'"}}]}"""));
    }

    [Test]
    public async Task Get_StatusContainsTheKey_ReturnsErrorWithoutTheKey()
    {
        using var server = StartWithRuns();

        using var response = await SendAsync(server, $"{RunsOfKb}?status={server.ApiKey}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain(server.ApiKey));
    }

    [TestCase("GET", RunsOfKb, "wrong", 401, "Invalid API key")]
    [TestCase("GET", RunsOfKb, null, 401, "Not authenticated")]
    [TestCase("GET", RunsOfKb, "", 401, "Not authenticated")]
    [TestCase("GET", RunsOfKb + "?status=bogus", "wrong", 401, "Invalid API key")]
    [TestCase("GET", "v1/knowledge-bases/other/runs", "wrong", 401, "Invalid API key")]
    [TestCase("GET", "v1/knowledge-bases/other/runs", KnowledgeBaseServer.DefaultApiKey, 404, "Knowledge base not found")]
    [TestCase("GET", "v1/knowledge-bases/KB/runs", KnowledgeBaseServer.DefaultApiKey, 404, "Knowledge base not found")]
    [TestCase("GET", "", KnowledgeBaseServer.DefaultApiKey, 404, "Not Found")]
    [TestCase("GET", "v1/knowledge-bases/kb", KnowledgeBaseServer.DefaultApiKey, 404, "Not Found")]
    [TestCase("GET", "v1/knowledge-bases//runs", KnowledgeBaseServer.DefaultApiKey, 404, "Not Found")]
    [TestCase("GET", RunsOfKb + "/", KnowledgeBaseServer.DefaultApiKey, 404, "Not Found")]
    [TestCase("POST", RunsOfKb, KnowledgeBaseServer.DefaultApiKey, 405, "Method Not Allowed")]
    [TestCase("DELETE", RunsOfKb, KnowledgeBaseServer.DefaultApiKey, 405, "Method Not Allowed")]
    public async Task Send_RequestThatTheServiceRejects_ReturnsItsStatusAndDetail(
        string method, string path, string? key, int expectedStatus, string expectedDetail)
    {
        using var server = StartWithRuns();

        using var response = await SendAsync(server, path, key, method);

        Assert.That((int)response.StatusCode, Is.EqualTo(expectedStatus));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($$"""{"detail":"{{expectedDetail}}"}"""));
    }

    [TestCase("a+b")]
    [TestCase("a/b")]
    [TestCase("a b?c#é%")]
    public async Task Get_IdWithReservedCharacters_FindsTheKnowledgeBase(string id)
    {
        using var server = KnowledgeBaseServer.Start();
        server.SetRuns(id, $"[{Failed}]");

        using var response = await SendAsync(server, $"v1/knowledge-bases/{Uri.EscapeDataString(id)}/runs");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($"[{Failed}]"));
        Assert.That(server.Requests[0].Path, Is.EqualTo($"/v1/knowledge-bases/{id}/runs"));
    }

    [Test]
    public async Task SetRuns_KnownKnowledgeBase_ReplacesItsRunsForTheNextRequest()
    {
        using var server = StartWithRuns();
        using var before = await SendAsync(server, RunsOfKb);

        server.SetRuns("kb", "[]");

        using var after = await SendAsync(server, RunsOfKb);
        Assert.That(await after.Content.ReadAsStringAsync(), Is.EqualTo("[]"));
    }

    [Test]
    public async Task SetRuns_DeeplyNestedRun_IsReturnedUnchanged()
    {
        using var server = KnowledgeBaseServer.Start();
        var deep = $$"""[{"id":"r","status":"queued","input":{{new string('[', 200)}}{{new string(']', 200)}}}]""";

        server.SetRuns("kb", deep);

        using var response = await SendAsync(server, RunsOfKb);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(deep));
    }

    [TestCase("", "valid JSON")]
    [TestCase("[{]", "valid JSON")]
    [TestCase("""[{"id":"\ud800","status":"queued"}]""", "valid JSON")]
    [TestCase("""{"id":"r","status":"queued"}""", "array, not Object")]
    [TestCase("""[{"id":"r","status":"queued"}, 5]""", "Run 1 must be a JSON object, not Number")]
    [TestCase("""[{"status":"queued"}]""", "Run 0 must have a string 'id'")]
    [TestCase("""[{"id":7,"status":"queued"}]""", "Run 0 must have a string 'id'")]
    [TestCase("""[{"id":"r","status":null}]""", "Run 0 must have a string 'status'")]
    public void SetRuns_NotAListOfRuns_ThrowsWithReason(string runsJson, string expectedMessage)
    {
        using var server = KnowledgeBaseServer.Start();

        Assert.That(
            () => server.SetRuns("kb", runsJson),
            Throws.ArgumentException.With.Message.Contains(expectedMessage).And.Property("ParamName").EqualTo("runsJson"));
    }

    [Test]
    public async Task SetRuns_WhileRequestsAreServed_EveryResponseIsOneOfTheLists()
    {
        using var server = StartWithRuns();
        server.SetRuns("kb", "[]");

        var writes = Task.Run(() => Parallel.For(0, 50, i => server.SetRuns("kb", i % 2 == 0 ? "[]" : $"[{Failed}]")));
        var bodies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await SendAsync(server, RunsOfKb);
            return await response.Content.ReadAsStringAsync();
        }));
        await writes;

        Assert.That(bodies, Is.All.AnyOf("[]", $"[{Failed}]"));
        Assert.That(server.Requests, Has.Count.EqualTo(20));
    }
}
