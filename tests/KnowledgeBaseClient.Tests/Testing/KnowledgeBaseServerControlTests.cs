using System.Net;
using System.Reflection;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;
using static KnowledgeBaseClient.Tests.Testing.FakeServer;

namespace KnowledgeBaseClient.Tests.Testing;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class KnowledgeBaseServerControlTests
{
    [Test]
    public async Task RespondOnce_SeveralQueued_UsesThemInOrderThenRespondsRegularly()
    {
        using var server = StartWithRuns();
        server.RespondOnce(429, headers: new Dictionary<string, string> { ["Retry-After"] = "7", ["WWW-Authenticate"] = "Key" });
        server.RespondOnce(502, "<h1>Bad gateway – é</h1>", "text/html");
        server.RespondOnce(204, contentType: "");

        using var first = await SendAsync(server, RunsOfKb, key: null);
        using var second = await SendAsync(server, "anywhere");
        using var third = await SendAsync(server, RunsOfKb);
        using var fourth = await SendAsync(server, RunsOfKb);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(first.Headers.GetValues("Retry-After").Single(), Is.EqualTo("7"));
        Assert.That(first.Headers.GetValues("WWW-Authenticate").Single(), Is.EqualTo("Key"));
        Assert.That(await first.Content.ReadAsStringAsync(), Is.Empty);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(second.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html"));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo("<h1>Bad gateway – é</h1>"));
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(third.Content.Headers.ContentType, Is.Null);
        Assert.That(fourth.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void RespondOnce_InvalidStatusBodyOrHeader_Throws()
    {
        using var server = KnowledgeBaseServer.Start();

        Assert.That(() => server.RespondOnce(199), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => server.RespondOnce(600), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => server.RespondOnce(204, "body"), Throws.ArgumentException);
        Assert.That(
            () => server.RespondOnce(200, headers: new Dictionary<string, string> { ["content-length"] = "5" }), Throws.ArgumentException);
    }

    [Test]
    public async Task Requests_AfterSeveral_ListsThemInOrderWithPathQueryAndHeaders()
    {
        using var server = StartWithRuns();
        var none = server.Requests;

        using var first = await SendAsync(server, RunsOfKb + "?run_ids=r1%2Cr2&status=failed");
        using var second = await SendAsync(server, "other", "wrong", "POST");

        Assert.That(none, Is.Empty);
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        Assert.That(server.Requests[0].Method, Is.EqualTo("GET"));
        Assert.That(server.Requests[0].Path, Is.EqualTo("/" + RunsOfKb));
        Assert.That(server.Requests[0].Query, Is.EqualTo("run_ids=r1%2Cr2&status=failed"));
        Assert.That(server.Requests[0].Headers["x-api-KEY"], Is.EqualTo(KnowledgeBaseServer.DefaultApiKey));
        Assert.That(server.Requests[0].ToString(), Is.EqualTo($"GET /{RunsOfKb}?run_ids=r1%2Cr2&status=failed"));
        Assert.That(server.Requests[1].ToString(), Is.EqualTo("POST /other"));
    }

    [TestCase("")]
    [TestCase("with space")]
    [TestCase("1234567")]
    [TestCase("clé")]
    public void Start_KeyThatTheClientRefuses_Throws(string apiKey) =>
        Assert.That(() => KnowledgeBaseServer.Start(apiKey), Throws.ArgumentException);

    [Test]
    public async Task Start_WithAKey_ExpectsThatKeyOnItsOwnAddress()
    {
        using var server = KnowledgeBaseServer.Start("another-fake-key");
        using var other = StartWithRuns();
        server.SetRuns("kb", "[]");

        using var accepted = await SendAsync(server, RunsOfKb, "another-fake-key");
        using var refused = await SendAsync(server, RunsOfKb, KnowledgeBaseServer.DefaultApiKey);

        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(server.BaseAddress, Is.Not.EqualTo(other.BaseAddress));
        Assert.That(server.BaseAddress.ToString(), Does.Match(@"^http://127\.0\.0\.1:\d+/$"));
    }

    [Test]
    public async Task Dispose_Twice_StopsResponding()
    {
        var server = StartWithRuns();
        using var client = new HttpClient();
        using var response = await client.GetAsync(server.BaseAddress);

        server.Dispose();
        server.Dispose();

        await Assert.ThatAsync(() => client.GetAsync(server.BaseAddress), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void PublicApi_OfTheAssembly_ExposesNoWireMockType()
    {
        var members = typeof(KnowledgeBaseServer).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(member => member.ToString());

        Assert.That(members, Has.None.Contains("WireMock"));
    }

    [Test]
    public async Task SetRuns_Function_IsCalledForEachRequest()
    {
        using var server = KnowledgeBaseServer.Start();
        var step = 0;
        server.SetRuns("kb", () => $$"""[{"id":"a","status":"running","progress":{{++step}}}]""");

        using var first = await SendAsync(server, RunsOfKb);
        using var second = await SendAsync(server, RunsOfKb);

        Assert.That(await first.Content.ReadAsStringAsync(), Does.Contain("\"progress\":1"));
        Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("\"progress\":2"));
    }

    [Test]
    public async Task SetRuns_FunctionReturnsNoList_RespondsWithServerError()
    {
        using var server = KnowledgeBaseServer.Start();
        server.SetRuns("kb", () => "not a list");

        using var response = await SendAsync(server, RunsOfKb);

        Assert.That((int)response.StatusCode, Is.EqualTo(500));
    }
}
