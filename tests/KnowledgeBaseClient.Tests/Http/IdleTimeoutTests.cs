using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>AttemptTimeout: the limit for the headers of a response and for gaps within its body. Uses a fake clock.</summary>
public sealed class IdleTimeoutTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromMinutes(5);
    private static readonly string Runs = RunsJson.Running("a", "b");

    private readonly TestClock _clock = new();

    [Test]
    public async Task ListAsync_NoHeadersWithinAttemptTimeout_ThrowsTimeout()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        await PassAttemptTimeoutAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(AttemptTimeout));
        Assert.That(thrown.IsTransient, Is.True);
        Assert.That(thrown.Message, Does.Contain("AttemptTimeout"));
    }

    [Test]
    public async Task ListAsync_BodyStalls_ThrowsTimeout([Values(0, 1, 20)] int bytesBeforeStall)
    {
        var reply = Reply.StallInBody(Runs, bytesBeforeStall);
        await using var server = ScriptedServer.Start(reply);
        using var client = CreateClient(server);

        var call = client.ListAsync("kb");
        await reply.HeadersSentAsync();
        await AdvanceUntilCompletedAsync(call);

        var thrown = await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
        Assert.That(thrown!.Timeout, Is.EqualTo(AttemptTimeout));
    }

    [Test]
    public async Task ListAsync_FirstAttemptStalls_Retries()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler, options => options.MaxRetries = 1);

        var call = client.ListAsync("kb");
        await PassAttemptTimeoutAsync();
        _clock.Advance(await _clock.ArmedAsync(due => due < AttemptTimeout));
        await _clock.ArmedTimesAsync(AttemptTimeout, 2);
        await handler.SendAsync(2, Runs);
        await handler.EndAsync(2);

        Assert.That(await call, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_EveryGapInBodyShorterThanAttemptTimeout_ReadsWholeBody()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler);

        var call = client.ListAsync("kb");
        for (var i = 0; i < 10; i++)
        {
            await _clock.ArmedTimesAsync(AttemptTimeout, i + 1);
            _clock.Advance(AttemptTimeout - TimeSpan.FromTicks(1));
            await handler.SendAsync(1, Runs[(i * 2)..((i + 1) * 2)]);
        }

        await handler.SendAsync(1, Runs[20..]);
        await handler.EndAsync(1);

        Assert.That(await call, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task StreamAsync_SlowConsumer_DoesNotTimeOut()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler);

        var ids = new List<string>();
        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();
        var first = stream.MoveNextAsync();
        await handler.SendAsync(1, Runs);
        await handler.EndAsync(1);
        Assert.That(await first);
        ids.Add(stream.Current.Id);

        _clock.Advance(10 * TotalTimeout);
        while (await stream.MoveNextAsync())
        {
            ids.Add(stream.Current.Id);
        }

        Assert.That(ids, Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task StreamAsync_BodyStallsAfterFirstRun_ThrowsTimeoutWithoutRetry()
    {
        using var handler = new PipeHandler();
        using var client = CreateClient(handler, options => options.MaxRetries = 3);

        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();
        var first = stream.MoveNextAsync();
        await handler.SendAsync(1, Runs[..30]);
        Assert.That(await first);
        var second = stream.MoveNextAsync().AsTask();
        await PassAttemptTimeoutAsync();

        await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => second);
        Assert.That(handler.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_BodyOfErrorResponseStalls_ThrowsThatError()
    {
        using var handler = new PipeHandler(HttpStatusCode.NotFound);
        using var client = CreateClient(handler);

        var call = client.ListAsync("kb");
        await handler.SendAsync(1, "{\"detail\":");
        await AdvanceUntilCompletedAsync(call);

        var thrown = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => call);
        Assert.That(thrown!.Body, Is.EqualTo("{\"detail\":").Or.Empty);
    }

    private RunsClient CreateClient(ScriptedServer server) => new(CreateOptions(server.BaseAddress), timeProvider: _clock);

    private RunsClient CreateClient(PipeHandler handler, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(CreateOptions(new Uri("http://localhost"), configure), handler, timeProvider: _clock);

    private static KnowledgeBaseClientOptions CreateOptions(Uri address, Action<KnowledgeBaseClientOptions>? configure = null) =>
        TestClients.Options(address, options =>
        {
            (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (AttemptTimeout, TotalTimeout, 0);
            configure?.Invoke(options);
        });

    private async Task PassAttemptTimeoutAsync() => _clock.Advance(await _clock.ArmedAsync(due => due == AttemptTimeout));

    // Every received byte restarts the timer, so one advance may not be enough.
    private async Task AdvanceUntilCompletedAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            var armed = _clock.ArmedAsync(due => due <= AttemptTimeout);
            if (await Task.WhenAny(call, armed) == armed)
            {
                _clock.Advance(await armed);
            }
        }
    }
}
