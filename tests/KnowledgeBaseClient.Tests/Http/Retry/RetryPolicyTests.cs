using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Retry;

/// <summary>Which failures are retried, and how often.</summary>
public sealed class RetryPolicyTests : RetryFixture
{
    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task ListAsync_TransientStatus_Retries(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status), Reply.Status(status), Reply.Json(RunsJson.Running("a")));
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();

        Assert.That((await call).Single().Id, Is.EqualTo("a"));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(3));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(409)]
    [TestCase(418)]
    [TestCase(422)]
    [TestCase(501)]
    [TestCase(505)]
    [TestCase(302)]
    public async Task ListAsync_NonTransientStatus_DoesNotRetry(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status), Reply.Json("[]"));
        using var client = CreateClient(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That((int)thrown!.StatusCode, Is.EqualTo(status));
        Assert.That(thrown.IsTransient, Is.False);
        Assert.That(thrown.Attempts, Is.EqualTo(1));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_ConnectionResetThenTruncatedBodies_Retries()
    {
        var runs = RunsJson.Running("a", "b");
        await using var server = ScriptedServer.Start(Reply.Reset(), Reply.Truncated(runs, 10), Reply.Truncated(runs, 0), Reply.Json(runs));
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();

        Assert.That((await call).Select(run => run.Id), Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task ListAsync_BodyWithoutLengthTruncatedByClose_Retries()
    {
        const string Headers = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
        await using var server = ScriptedServer.Start(
            Reply.Raw(Headers + """[{"id":"a","sta""").ThenClose(), Reply.Raw(Headers + RunsJson.Running("a")).ThenClose());
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();

        Assert.That((await call).Single().Id, Is.EqualTo("a"));
    }

    [TestCase("<html>maintenance</html>")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[{}]")]
    [TestCase("""[{"id":"a","status":"running"}""")]
    public async Task ListAsync_CompleteBodyThatIsNotRunList_DoesNotRetry(string body)
    {
        await using var server = ScriptedServer.Start(Reply.Json(body), Reply.Json("[]"));
        using var client = CreateClient(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.IsTransient, Is.False);
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_EveryAttemptFails_ThrowsLastFailureWithNumberOfAttempts()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503, """{"detail":"down"}"""), 4)]);
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(thrown!.Attempts, Is.EqualTo(4));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That(
            thrown.Message,
            Is.EqualTo(
                "GET /v1/knowledge-bases/kb/runs returned 503 (ServiceUnavailable) in attempt 4: down. "
                + "The service failed, not the request: try again later."));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task ListAsync_EveryConnectionFails_ThrowsConnectionException()
    {
        await using var server = ScriptedServer.Start(Reply.Reset(), Reply.Reset());
        using var client = CreateClient(server, options => options.MaxRetries = 1);

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => call);
        Assert.That(thrown!.Attempts, Is.EqualTo(2));
        Assert.That(thrown.IsTransient, Is.True);
    }

    [Test]
    public async Task ListAsync_MaxRetriesZero_DoesNotRetry()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        using var client = CreateClient(server, options => options.MaxRetries = 0);

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_SeveralRequests_CountsRetriesPerRequest()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503), Reply.Json(RunsJson.Running("a")), Reply.Status(503), Reply.Json(RunsJson.Running("b")));
        using var client = CreateClient(server, options => (options.MaxRetries, options.MaxRunIdsPerRequest) = (1, 1));

        var call = client.ListAsync("kb", new RunFilter { RunIds = ["a", "b"] });
        await PassRetryDelayAsync();
        await PassRetryDelayAsync();

        Assert.That((await call).Select(run => run.Id), Is.EqualTo((string[])["a", "b"]));
    }
}
