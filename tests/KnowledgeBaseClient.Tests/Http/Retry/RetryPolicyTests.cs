using System.Globalization;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Retry;

/// <summary>What is tried again, when, and how often: all on a fake clock.</summary>
public sealed class RetryPolicyTests
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TestClock _clock = new();

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task ListAsync_FailureThatMayPass_IsTriedAgain(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status), Reply.Status(status), Reply.Json(TestClients.Runs("a")));
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await PauseAsync();
        await PauseAsync();

        Assert.That((await call).Single().Id, Is.EqualTo("a"));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(3));
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
    public async Task ListAsync_FailureThatStays_IsNotTriedAgain(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status), Reply.Json("[]"));
        using var client = Client(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That((int)thrown!.StatusCode, Is.EqualTo(status));
        Assert.That(thrown.IsTransient, Is.False);
        Assert.That(thrown.Attempts, Is.EqualTo(1));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_ConnectionResetThenBodyCut_IsTriedAgain()
    {
        var runs = TestClients.Runs("a", "b");
        await using var server = ScriptedServer.Start(Reply.Reset(), Reply.Truncated(runs, 10), Reply.Truncated(runs, 0), Reply.Json(runs));
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await PauseAsync();
        await PauseAsync();
        await PauseAsync();

        Assert.That((await call).Select(run => run.Id), Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task ListAsync_EveryAttemptFails_ThrowsTheLastFailureWithTheirNumber()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503, """{"detail":"down"}"""), 4)]);
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await PauseAsync();
        await PauseAsync();
        await PauseAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(thrown!.Attempts, Is.EqualTo(4));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That(
            thrown.Message,
            Is.EqualTo(
                "GET /v1/knowledge-bases/kb/runs answered 503 (ServiceUnavailable) to attempt 4: down. "
                + "That is the service's trouble, not the request's: try again later."));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task ListAsync_ConnectionKeepsFailing_ThrowsConnectionException()
    {
        await using var server = ScriptedServer.Start(Reply.Reset(), Reply.Reset());
        using var client = Client(server, options => options.MaxRetries = 1);

        var call = client.ListAsync("kb");
        await PauseAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => call);
        Assert.That(thrown!.Attempts, Is.EqualTo(2));
        Assert.That(thrown.IsTransient, Is.True);
    }

    [Test]
    public async Task ListAsync_NoRetries_FailsAtOnce()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        using var client = Client(server, options => options.MaxRetries = 0);

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [TestCase("<html>maintenance</html>")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[{}]")]
    [TestCase("""[{"id":"a","status":"running"}""")]
    public async Task ListAsync_WholeAnswerThatIsNoListOfRuns_IsNotTriedAgain(string body)
    {
        await using var server = ScriptedServer.Start(Reply.Json(body), Reply.Json("[]"));
        using var client = Client(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.IsTransient, Is.False);
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_AnswerEndedByClosingInTheMiddle_IsTakenAsCutAndTriedAgain()
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
        await using var server = ScriptedServer.Start(
            Reply.Raw(Head + """[{"id":"a","sta""").ThenClose(), Reply.Raw(Head + TestClients.Runs("a")).ThenClose());
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await PauseAsync();

        Assert.That((await call).Single().Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task ListAsync_WithoutHint_BacksOffLongerAndLongerWithinTheLimit()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 9)]);
        using var client = Client(server, options => (options.MaxRetries, options.MaxRetryDelay) = (8, TimeSpan.FromSeconds(10)));

        var call = client.ListAsync("kb");
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            pauses.Add(await PauseAsync());
        }

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(pauses, Has.All.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(pauses[..2], Has.All.LessThan(TimeSpan.FromSeconds(4)));
        Assert.That(pauses[6..].Max(), Is.GreaterThan(pauses[0]));
    }

    [Test]
    public async Task ListAsync_RetryAfterInSeconds_WaitsAsLong()
    {
        Assert.That(await PauseAfterAsync("7"), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task ListAsync_RetryAfterAsADate_WaitsUntilThenOnTheClientsClock()
    {
        _clock.SetUtcNow(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));

        Assert.That(await PauseAfterAsync("Tue, 06 May 2031 07:08:30 GMT"), Is.EqualTo(TimeSpan.FromSeconds(21)));
    }

    [TestCase("0")]
    [TestCase("-5")]
    [TestCase("soon")]
    [TestCase("1.5")]
    [TestCase("Tue, 06 May 1997 07:08:30 GMT")]
    public async Task ListAsync_RetryAfterThatSaysNothingUseful_BacksOffAsUsual(string hint)
    {
        Assert.That(await PauseAfterAsync(hint), Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromSeconds(4)));
    }

    [TestCase("31", 31)]
    [TestCase("86400", 86400)]
    [TestCase("2147483648", 2147483648)]
    public async Task ListAsync_RetryAfterBeyondMaxRetryDelay_FailsAtOnceWithIt(string hint, double seconds)
    {
        await using var server = ScriptedServer.Start(Reply.Status(429, "", ("Retry-After", hint)), Reply.Json("[]"));
        using var client = Client(server);

        var thrown = await Assert.CatchAsync<RateLimitedException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    // The last second that a TimeSpan can hold.
    [Test]
    public async Task ListAsync_RetryAfterAtTheEndOfAllTime_IsToldAsFarAsItGoes()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503, "", ("Retry-After", "922337203685")), Reply.Status(503, "", ("Retry-After", "922337203686")));
        using var client = Client(server);

        var last = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));
        var beyond = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(last!.RetryAfter, Is.EqualTo(new TimeSpan(922337203685 * TimeSpan.TicksPerSecond)));
        Assert.That(beyond!.RetryAfter, Is.EqualTo(TimeSpan.MaxValue));
    }

    [TestCase("99999999999999999999")]
    [TestCase("922337203685477")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task ListAsync_RetryAfterBeyondAllTime_FailsAtOnce(string hint)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", hint)), Reply.Json("[]"));
        using var client = Client(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.GreaterThan(TimeSpan.FromDays(365)));
    }

    [Test]
    public async Task ListAsync_RetryAfterBeyondTheTimeLeft_FailsAtOnceWithIt()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503, "", ("Retry-After", "20")), Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = Client(server, options => options.TotalTimeout = TimeSpan.FromSeconds(35));

        var call = client.ListAsync("kb");
        await PauseAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(thrown.Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_RetryAfterIsAllTheTimeLeft_FailsAtOnceWithIt()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = Client(server, options => options.TotalTimeout = TimeSpan.FromSeconds(20));

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_RetryAfterAndNoLimitOfTheCall_WaitsAsLong()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = Client(server, options => options.TotalTimeout = Timeout.InfiniteTimeSpan);

        var call = client.ListAsync("kb");

        Assert.That(await PauseAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(await call, Is.Empty);
    }

    [Test]
    public async Task ListAsync_ClientsThatFailTogether_DoNotComeBackTogether()
    {
        Assert.That(await PauseOfAsync(0.1), Is.Not.EqualTo(await PauseOfAsync(0.9)));
    }

    [Test]
    public async Task ListAsync_CancelledDuringAPause_EndsAtOnce()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        using var client = Client(server);
        using var source = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: source.Token);
        await _clock.ArmedAsync(due => due <= LongestPause);
        await source.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_ManyIds_RetriesEachRequestByItself()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503), Reply.Json(TestClients.Runs("a")), Reply.Status(503), Reply.Json(TestClients.Runs("b")));
        using var client = Client(server, options => (options.MaxRetries, options.MaxRunIdsPerRequest) = (1, 1));

        var call = client.ListAsync("kb", new RunFilter { RunIds = ["a", "b"] });
        await PauseAsync();
        await PauseAsync();

        Assert.That((await call).Select(run => run.Id), Is.EqualTo((string[])["a", "b"]));
    }

    // An hour for an attempt, so that every shorter timer is a pause.
    private RunsClient Client(ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(
            TestClients.Options(server.BaseAddress, options =>
            {
                options.AttemptTimeout = TimeSpan.FromHours(1);
                options.TotalTimeout = TimeSpan.FromHours(2);
                configure?.Invoke(options);
            }),
            timeProvider: _clock);

    private async Task<TimeSpan> PauseAsync()
    {
        var pause = await _clock.ArmedAsync(due => due <= LongestPause);
        _clock.Advance(pause);
        return pause;
    }

    private async Task<TimeSpan> PauseOfAsync(double random)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        var options = TestClients.Options(server.BaseAddress, options => options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromHours(1));
        using var client = new RunsClient(ClientServices.Create(options, null, null, _clock) with { Random = () => random });
        var call = client.ListAsync("kb");
        var pause = await PauseAsync();
        await call;
        return pause;
    }

    private async Task<TimeSpan> PauseAfterAsync(string retryAfter)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", retryAfter)), Reply.Json("[]"));
        using var client = Client(server);
        var call = client.ListAsync("kb");
        var pause = await PauseAsync();
        Assert.That(await call, Is.Empty, string.Create(CultureInfo.InvariantCulture, $"after {pause}"));
        return pause;
    }
}
