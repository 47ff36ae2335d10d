using System.Net;
using System.Text.Json;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Requests;

/// <summary>The simulator responds as the API reference specifies, over both transports.</summary>
public sealed class RunsRouteTests(Transport transport) : TransportFixture(transport)
{
    [Test]
    public async Task Get_KnownKnowledgeBase_ReturnsBareArrayWithUnchangedRuns()
    {
        using var response = await SendAsync(RunsOfKb);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($"[{Running},{Failed},{AlsoRunning}]"));
    }

    [TestCase("?status=running", "r1,r3")]
    [TestCase("?status=completed", "")]
    [TestCase("?status=failed&status=running", "r1,r3")]
    [TestCase("?run_ids=r3,r1", "r1,r3")]
    [TestCase("?run_ids=r2%2Cr3", "r2,r3")]
    [TestCase("?run_ids=r2,r2", "r2")]
    [TestCase("?run_ids=other", "")]
    [TestCase("?status=&run_ids=r1%2Cr2", "r1,r2")]
    [TestCase("?run_ids=", "r1,r2,r3")]
    [TestCase("?run_ids", "r1,r2,r3")]
    [TestCase("?status=running&run_ids=r2,r3", "r3")]
    [TestCase("?Status=failed&other=1", "r1,r2,r3")]
    public async Task Get_WithQuery_ReturnsMatchingRunsInOrder(string query, string expectedIds) =>
        Assert.That(IdsIn(await GetAsync(RunsOfKb + query)), Is.EqualTo(expectedIds));

    [Test]
    public async Task Get_SeveralIdsWithoutSplitting_AreOneUnknownId()
    {
        Simulator.SplitsRunIds = false;

        Assert.That(IdsIn(await GetAsync(RunsOfKb + "?run_ids=r1,r2")), Is.Empty);
        Assert.That(IdsIn(await GetAsync(RunsOfKb + "?run_ids=r1")), Is.EqualTo("r1"));
    }

    [TestCase("bogus", "bogus")]
    [TestCase("Running", "Running")]
    [TestCase("%22%5C", @"\u0022\\")]
    public async Task Get_UndocumentedStatus_ReturnsValidationError(string status, string echoed)
    {
        using var response = await SendAsync($"{RunsOfKb}?status={status}");

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
        using var response = await SendAsync($"{RunsOfKb}?status={Simulator.ApiKey}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain(Simulator.ApiKey!));
    }

    [TestCase("GET", RunsOfKb, "wrong", 401, "Invalid API key")]
    [TestCase("GET", RunsOfKb, null, 401, "Not authenticated")]
    [TestCase("GET", RunsOfKb, "", 401, "Not authenticated")]
    [TestCase("GET", RunsOfKb + "?status=bogus", "wrong", 401, "Invalid API key")]
    [TestCase("GET", "v1/knowledge-bases/other/runs", "wrong", 401, "Invalid API key")]
    [TestCase("GET", "v1/knowledge-bases/other/runs", KnowledgeBaseSimulator.DefaultApiKey, 404, "Knowledge base not found")]
    [TestCase("GET", "v1/knowledge-bases/KB/runs", KnowledgeBaseSimulator.DefaultApiKey, 404, "Knowledge base not found")]
    [TestCase("GET", "", KnowledgeBaseSimulator.DefaultApiKey, 404, "Not Found")]
    [TestCase("GET", "v1/knowledge-bases/kb", "wrong", 404, "Not Found")]
    [TestCase("GET", "v1/knowledge-bases//runs", KnowledgeBaseSimulator.DefaultApiKey, 404, "Not Found")]
    [TestCase("POST", RunsOfKb, KnowledgeBaseSimulator.DefaultApiKey, 405, "Method Not Allowed")]
    [TestCase("DELETE", RunsOfKb, "wrong", 405, "Method Not Allowed")]
    public async Task Send_RequestThatTheServiceRejects_ReturnsItsStatusAndDetail(
        string method, string path, string? key, int expectedStatus, string expectedDetail)
    {
        using var response = await SendAsync(path, key, method);

        Assert.That((int)response.StatusCode, Is.EqualTo(expectedStatus));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($$"""{"detail":"{{expectedDetail}}"}"""));
    }

    [Test]
    public async Task Get_SlashAtTheEnd_RedirectsToThePathWithoutIt()
    {
        using var response = await SendAsync(RunsOfKb + "/?status=running", key: null);

        Assert.That((int)response.StatusCode, Is.EqualTo(307));
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"/{RunsOfKb}?status=running"));
    }

    [Test]
    public async Task Get_WithoutExpectedKey_AcceptsAnyKeyButNotNone()
    {
        Simulator.ApiKey = null;

        using var any = await SendAsync(RunsOfKb, "any");
        using var none = await SendAsync(RunsOfKb, key: null);

        Assert.That((int)any.StatusCode, Is.EqualTo(200));
        Assert.That((int)none.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Send_OtherMethod_NamesTheAllowedOne()
    {
        using var response = await SendAsync(RunsOfKb, method: "POST");

        Assert.That(response.Content.Headers.Allow, Is.EqualTo((string[])["GET"]));
    }

    [TestCase(8_100, 200)]
    [TestCase(8_200, 414)]
    public async Task Get_RequestLine_HasTheLimitOfNginx(int length, int status)
    {
        var path = RunsOfKb + "?run_ids=";
        using var response = await SendAsync(path + new string('x', length - path.Length - "GET / HTTP/1.1".Length));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("a+b")]
    [TestCase("a/b")]
    [TestCase("a b?c#é%")]
    public async Task Get_IdWithReservedCharacters_FindsTheKnowledgeBase(string id)
    {
        Simulator.KnowledgeBase(id).SetRunsJson($"[{Failed}]");

        Assert.That(await GetAsync($"v1/knowledge-bases/{Uri.EscapeDataString(id)}/runs"), Is.EqualTo($"[{Failed}]"));
        Assert.That(Simulator.Requests[0].Path, Is.EqualTo($"/v1/knowledge-bases/{id}/runs"));
        Assert.That(Simulator.Requests[0].KnowledgeBaseId, Is.EqualTo(id));
    }

    [Test]
    public async Task Get_DeeplyNestedRun_IsReturnedUnchanged()
    {
        var deep = $$"""{"id":"r","status":"queued","input":{{new string('[', 200)}}{{new string(']', 200)}}}""";
        KnowledgeBase.SetRunsJson($"[{deep}]");

        Assert.That(await GetAsync(RunsOfKb), Is.EqualTo($"[{deep}]"));
    }

    [Test]
    public async Task Requests_AfterSeveral_ListsThemInOrderWithPathQueryHeadersAndTime()
    {
        var none = Simulator.Requests;

        using var first = await SendAsync(RunsOfKb + "?run_ids=r1%2Cr2&status=failed");
        using var second = await SendAsync("other", "wrong", "POST");

        Assert.That(none, Is.Empty);
        Assert.That(Simulator.RequestCount, Is.EqualTo(2));
        var request = Simulator.Requests[0];
        Assert.That(request.Method, Is.EqualTo("GET"));
        Assert.That(request.Path, Is.EqualTo("/" + RunsOfKb));
        Assert.That(request.Query, Is.EqualTo("run_ids=r1%2Cr2&status=failed"));
        Assert.That(request.RunIds, Is.EqualTo((string[])["r1", "r2"]));
        Assert.That(request.Status, Is.EqualTo("failed"));
        Assert.That(request.Headers["X-API-KEY"], Is.EqualTo(KnowledgeBaseSimulator.DefaultApiKey));
        Assert.That(request.ReceivedAt, Is.EqualTo(Simulator.Clock.GetUtcNow()));
        Assert.That(request.ToString(), Is.EqualTo($"GET /{RunsOfKb}?run_ids=r1%2Cr2&status=failed"));
        Assert.That(Simulator.Requests[1].ToString(), Is.EqualTo("POST /other"));
    }

    private static string IdsIn(string body)
    {
        using var json = JsonDocument.Parse(body);
        return string.Join(",", json.RootElement.EnumerateArray().Select(run => run.GetProperty("id").GetString()));
    }
}
