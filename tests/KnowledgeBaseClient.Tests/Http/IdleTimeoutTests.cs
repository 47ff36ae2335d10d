using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Servers that fall silent, callers that lose patience, clients that are disposed: on a fake clock.</summary>
public sealed class IdleTimeoutTests
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Total = TimeSpan.FromMinutes(5);
    private static readonly string Runs = TestClients.Runs("a", "b");

    private readonly TestClock _clock = new();

    [Test]
    public async Task ListAsync_NoHeadersInTime_ThrowsTimeoutOfTheAttempt()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        await SilenceAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(Attempt));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That(thrown.Message, Does.Contain("AttemptTimeout"));
    }

    [Test]
    public async Task ListAsync_BodyFallsSilent_ThrowsTimeoutOfTheAttempt([Values(0, 1, 20)] int bytes)
    {
        var reply = Reply.StallInBody(Runs, bytes);
        await using var server = ScriptedServer.Start(reply);
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await reply.HeadersSentAsync();
        var thrown = await TimesOutAsync(call);

        Assert.That(thrown.Timeout, Is.EqualTo(Attempt));
    }

    [Test]
    public async Task ListAsync_StalledAttempt_IsTriedAgain()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler, options => options.MaxRetries = 1);

        var call = client.ListAsync("kb");
        await SilenceAsync();
        _clock.Advance(await _clock.ArmedAsync(due => due < Attempt));
        await _clock.ArmedTimesAsync(Attempt, 2);
        await handler.SendAsync(2, Runs);
        await handler.EndAsync(2);

        Assert.That(await call, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_BodyComesSlowlyButSteadily_IsReadToItsEnd()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler);

        var call = client.ListAsync("kb");
        for (var i = 0; i < 10; i++)
        {
            await _clock.ArmedTimesAsync(Attempt, i + 1);
            _clock.Advance(Attempt - TimeSpan.FromTicks(1));
            await handler.SendAsync(1, Runs[(i * 2)..((i + 1) * 2)]);
        }

        await handler.SendAsync(1, Runs[20..]);
        await handler.EndAsync(1);

        Assert.That(await call, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task StreamAsync_CallerTakesHisTime_IsNoSilence()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler);

        var ids = new List<string>();
        var started = client.StreamAsync("kb").GetAsyncEnumerator();
        await using var _ = started;
        var first = started.MoveNextAsync();
        await handler.SendAsync(1, Runs);
        await handler.EndAsync(1);
        Assert.That(await first);
        ids.Add(started.Current.Id);

        _clock.Advance(10 * Total);
        while (await started.MoveNextAsync())
        {
            ids.Add(started.Current.Id);
        }

        Assert.That(ids, Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task StreamAsync_SilenceAfterTheFirstRun_ThrowsTimeoutWithoutAnotherAttempt()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler, options => options.MaxRetries = 3);

        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();
        var first = stream.MoveNextAsync();
        await handler.SendAsync(1, Runs[..30]);
        Assert.That(await first);
        var second = stream.MoveNextAsync().AsTask();
        await SilenceAsync();

        await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => second);
        Assert.That(handler.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task StreamAsync_SecondRequestIsNotAnswered_HasATotalTimeoutOfItsOwn()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler, options => (options.MaxRunIdsPerRequest, options.AttemptTimeout) = (1, Timeout.InfiniteTimeSpan));

        await using var stream = client.StreamAsync("kb", new RunFilter { RunIds = ["a", "b"] }).GetAsyncEnumerator();
        var first = stream.MoveNextAsync();
        await handler.SendAsync(1, TestClients.Runs("a"));
        await handler.EndAsync(1);
        Assert.That(await first);
        _clock.Advance(10 * Total);
        var second = stream.MoveNextAsync().AsTask();
        _clock.Advance(await _clock.ArmedAsync(due => due == Total));

        Assert.That((await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => second))!.Timeout, Is.EqualTo(Total));
    }

    [Test]
    public async Task ListAsync_LongerThanTotalTimeout_ThrowsTimeoutOfTheCall()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = Client(server, options => options.AttemptTimeout = Timeout.InfiniteTimeSpan);

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        _clock.Advance(Total);

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(Total));
        Assert.That(thrown.Message, Is.EqualTo("No answer within 00:05:00, the TotalTimeout, in 1 attempt(s)."));
    }

    [Test]
    public async Task ListAsync_TotalTimeoutAfterFailures_TellsWhatWasSeenLast()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, """{"detail":"down for now"}"""), Reply.Stall());
        using var client = Client(server, options => (options.MaxRetries, options.AttemptTimeout) = (5, Timeout.InfiniteTimeSpan));

        var call = client.ListAsync("kb");
        _clock.Advance(await _clock.ArmedAsync(due => due < Attempt));
        await server.RequestArrivedAsync(2);
        _clock.Advance(Total);

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(
            thrown!.Message,
            Does.StartWith("No answer within 00:05:00, the TotalTimeout, in 2 attempt(s). What was seen last: GET ").And.Contain("down for now"));
        Assert.That(thrown.InnerException, Is.TypeOf<KnowledgeBaseApiException>());
        Assert.That(thrown.Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_CancelledByTheCaller_ThrowsOperationCanceledException([Values] bool inBody)
    {
        var reply = inBody ? Reply.StallInBody(Runs, 20) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        using var client = Client(server);
        using var source = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: source.Token);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await source.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task ListAsync_CancelledBefore_SendsNothing()
    {
        await using var server = ScriptedServer.Start();
        using var client = Client(server);

        await Assert.CatchAsync<OperationCanceledException>(() => client.ListAsync("kb", cancellationToken: new CancellationToken(true)));

        Assert.That(server.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_ClientDisposedMeanwhile_ThrowsObjectDisposedException()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = Client(server);

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        client.Dispose();

        await Assert.CatchAsync<ObjectDisposedException>(() => call);
    }

    // Without limits there is no clock, and less to hear of an end by.
    [Test]
    public async Task ListAsync_NoLimitsAtAll_EndsWithTheCallerAndWithTheClient([Values] bool byCaller, [Values] bool inBody)
    {
        var reply = inBody ? Reply.StallInBody(Runs, 20) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        using var client = Client(server, options => options.AttemptTimeout = options.TotalTimeout = Timeout.InfiniteTimeSpan);
        using var source = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: byCaller ? source.Token : CancellationToken.None);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await source.CancelAsync();
        if (!byCaller)
        {
            client.Dispose();
        }

        var thrown = await Assert.CatchAsync(() => call);
        Assert.That(thrown, byCaller ? Is.TypeOf<OperationCanceledException>() : Is.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Call_AfterDispose_NamesTheClient()
    {
        using var handler = new PipeHandler();
        using var client = Client(handler);
        var stream = client.StreamAsync("kb");
        client.Dispose();

        Func<Task>[] calls =
        [
            () => client.ListAsync("kb"),
            () => client.ListSummariesAsync("kb"),
            () => client.FindAsync("kb", "a"),
            async () => await stream.ToListAsync(),
        ];

        foreach (var call in calls)
        {
            Assert.That((await Assert.CatchAsync<ObjectDisposedException>(call))!.ObjectName, Is.EqualTo(typeof(RunsClient).FullName));
        }

        Assert.That(handler.Requests, Is.Zero);
    }

    [Test]
    public async Task ListAsync_ErrorWhoseBodyStalls_IsStillThatError()
    {
        using var handler = new PipeHandler(HttpStatusCode.NotFound);
        using var client = Client(handler);

        var call = client.ListAsync("kb");
        await handler.SendAsync(1, "{\"detail\":");
        await AdvanceUntilAsync(call);

        var thrown = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => call);
        Assert.That(thrown!.Body, Is.EqualTo("{\"detail\":").Or.Empty);
    }

    private RunsClient Client(ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(Options(server.BaseAddress, configure), timeProvider: _clock);

    private RunsClient Client(PipeHandler handler, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(Options(new Uri("http://localhost"), configure), handler, timeProvider: _clock);

    private static KnowledgeBaseClientOptions Options(Uri address, Action<KnowledgeBaseClientOptions>? configure) =>
        TestClients.Options(address, options =>
        {
            (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (Attempt, Total, 0);
            configure?.Invoke(options);
        });

    private async Task SilenceAsync() => _clock.Advance(await _clock.ArmedAsync(due => due == Attempt));

    private async Task<KnowledgeBaseTimeoutException> TimesOutAsync(Task call)
    {
        await AdvanceUntilAsync(call);
        return (await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call))!;
    }

    // However often the limit is set anew by bytes that come in between, the last time it runs out.
    private async Task AdvanceUntilAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            var armed = _clock.ArmedAsync(due => due <= Attempt);
            if (await Task.WhenAny(call, armed) == armed)
            {
                _clock.Advance(await armed);
            }
        }
    }
}
