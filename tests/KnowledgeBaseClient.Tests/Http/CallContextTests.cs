using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>The ends of a call: TotalTimeout, cancellation by the caller, and disposal of the client. Uses a fake clock.</summary>
public sealed class CallContextTests
{
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromMinutes(5);
    private static readonly string Runs = RunsJson.Running("a", "b");

    private readonly TestClock _clock = new();

    [Test]
    public async Task ListAsync_NoResponseWithinTotalTimeout_ThrowsTimeout()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        _clock.Advance(TotalTimeout);

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(TotalTimeout));
        Assert.That(thrown.Message, Is.EqualTo(
                "The call did not complete within 5 min (KnowledgeBaseClientOptions.TotalTimeout). Attempts: 1. "
                + "Try again later, or raise that timeout."));
    }

    [Test]
    public async Task ListAsync_TotalTimeoutAfterFailedAttempt_IncludesLastFailure()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, """{"detail":"down for now"}"""), Reply.Stall());
        using var client = CreateClient(server, options => options.MaxRetries = 5);

        var call = client.ListAsync("kb");
        _clock.Advance(await _clock.ArmedAsync(due => due < TotalTimeout));
        await server.RequestArrivedAsync(2);
        _clock.Advance(TotalTimeout);

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(
            thrown!.Message,
            Does.StartWith("The call did not complete within 5 min (KnowledgeBaseClientOptions.TotalTimeout). Attempts: 2. "
                + "Try again later, or raise that timeout. The last failure was: GET ")
                .And.Contain("down for now"));
        Assert.That(thrown.InnerException, Is.TypeOf<KnowledgeBaseApiException>());
        Assert.That(thrown.Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task StreamAsync_SecondRequestOfSlowConsumer_HasItsOwnTotalTimeout()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler, options => options.MaxRunIdsPerRequest = 1);

        await using var stream = client.StreamAsync("kb", new RunFilter { RunIds = ["a", "b"] }).GetAsyncEnumerator();
        var first = stream.MoveNextAsync();
        await handler.SendAsync(1, RunsJson.Running("a"));
        await handler.EndAsync(1);
        Assert.That(await first);
        _clock.Advance(10 * TotalTimeout);
        var second = stream.MoveNextAsync().AsTask();
        _clock.Advance(await _clock.ArmedAsync(due => due == TotalTimeout));

        Assert.That((await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => second))!.Timeout, Is.EqualTo(TotalTimeout));
    }

    [Test]
    public async Task ListAsync_CanceledDuringRequest_ThrowsOperationCanceledException([Values] bool inBody)
    {
        var reply = inBody ? Reply.StallInBody(Runs, 20) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        using var client = CreateClient(server, options => options.AttemptTimeout = TimeSpan.FromSeconds(10));
        using var cancellation = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: cancellation.Token);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await cancellation.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task ListAsync_AlreadyCanceled_SendsNothing()
    {
        await using var server = ScriptedServer.Start();
        using var client = CreateClient(server);

        await Assert.CatchAsync<OperationCanceledException>(() => client.ListAsync("kb", cancellationToken: new CancellationToken(true)));

        Assert.That(server.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_ClientDisposedDuringRequest_ThrowsObjectDisposedException()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = CreateClient(server, options => options.AttemptTimeout = TimeSpan.FromSeconds(10));

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        client.Dispose();

        await Assert.CatchAsync<ObjectDisposedException>(() => call);
    }

    // Without timeouts there is no timer: the call must observe the two tokens directly.
    [Test]
    public async Task ListAsync_InfiniteTimeouts_EndsOnCancellationAndOnDisposal([Values] bool byCaller, [Values] bool inBody)
    {
        var reply = inBody ? Reply.StallInBody(Runs, 20) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        using var client = CreateClient(server, options => options.TotalTimeout = Timeout.InfiniteTimeSpan);
        using var cancellation = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: byCaller ? cancellation.Token : CancellationToken.None);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await cancellation.CancelAsync();
        if (!byCaller)
        {
            client.Dispose();
        }

        var thrown = await Assert.CatchAsync(() => call);
        Assert.That(thrown, byCaller ? Is.TypeOf<OperationCanceledException>() : Is.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task StreamAsync_BothTokensGiven_ThrowsWithTheCanceledOne([Values] bool byEnumeration, [Values] bool inBody)
    {
        using var argument = new CancellationTokenSource();
        using var enumeration = new CancellationTokenSource();
        var canceled = byEnumeration ? enumeration : argument;
        using var handler = new PipeHandler();
        using var client = CreateClient(handler);
        await using var stream = client.StreamAsync("kb", cancellationToken: argument.Token).GetAsyncEnumerator(enumeration.Token);
        var next = stream.MoveNextAsync().AsTask();
        if (inBody)
        {
            await handler.SendAsync(1, """[{"id":"a","status":"running"},""");
            await next;
            next = stream.MoveNextAsync().AsTask();
        }

        await canceled.CancelAsync();

        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => next))!.CancellationToken, Is.EqualTo(canceled.Token));
    }

    [Test]
    public async Task AnyMethod_ClientDisposed_ThrowsObjectDisposedExceptionWithItsName()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler);
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

    private RunsClient CreateClient(ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(CreateOptions(server.BaseAddress, configure), timeProvider: _clock);

    private RunsClient CreateClient(PipeHandler handler, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(CreateOptions(new Uri("http://localhost"), configure), handler, timeProvider: _clock);

    private static KnowledgeBaseClientOptions CreateOptions(Uri address, Action<KnowledgeBaseClientOptions>? configure) =>
        TestClients.Options(address, options =>
        {
            (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (Timeout.InfiniteTimeSpan, TotalTimeout, 0);
            configure?.Invoke(options);
        });
}
