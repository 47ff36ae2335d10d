using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>A gateway gives up on a reader that pauses for too long: the exception then names the pause. Uses a fake clock.</summary>
public sealed class StreamPauseTests
{
    private readonly TestClock _clock = new();

    [Test]
    public async Task StreamAsync_TruncatedAfterAPause_NamesItIfLongerThan30Seconds([Values(0, 29, 30, 31, 95)] int seconds)
    {
        var thrown = await StreamAsync(async (handler, stream) =>
        {
            await ReceiveRunAsync(handler, stream, "[", "a");
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            await handler.EndAsync(1);
        });

        Assert.That(thrown.Message, Does.Contain("the response was truncated in attempt 1").And.Contain("try again later"));
        Assert.That(thrown.Message.Contains("paused", StringComparison.Ordinal), Is.EqualTo(seconds > 30));
        if (seconds > 30)
        {
            Assert.That(thrown.Message, Does.Contain($" for {Duration.Format(TimeSpan.FromSeconds(seconds))},"));
        }
    }

    [Test]
    public async Task StreamAsync_TruncatedLongAfterThePause_NamesTheLongestPause()
    {
        var thrown = await StreamAsync(async (handler, stream) =>
        {
            await ReceiveRunAsync(handler, stream, "[", "a");
            _clock.Advance(TimeSpan.FromSeconds(50));
            await ReceiveRunAsync(handler, stream, ",", "b");
            _clock.Advance(TimeSpan.FromSeconds(40));
            await handler.EndAsync(1);
        });

        Assert.That(thrown.Message, Does.Contain("paused for 50 s"));
    }

    [Test]
    public async Task StreamAsync_TruncatedAfterTheServicePaused_DoesNotBlameTheReader()
    {
        var thrown = await StreamAsync(async (handler, stream) =>
        {
            await ReceiveRunAsync(handler, stream, "[", "a");
            var next = stream.MoveNextAsync().AsTask();
            _clock.Advance(TimeSpan.FromSeconds(95));
            await handler.SendAsync(1, $",{Run("b")}");
            await next;
            await handler.EndAsync(1);
        });

        Assert.That(thrown.Message, Does.Contain("truncated").And.Not.Contain("paused"));
    }

    private static string Run(string id) => $$"""{"id":"{{id}}","status":"running"}""";

    private static async Task ReceiveRunAsync(PipeHandler handler, IAsyncEnumerator<Run> stream, string separator, string id)
    {
        var next = stream.MoveNextAsync().AsTask();
        await handler.SendAsync(1, $"{separator}{Run(id)}");
        Assert.That(await next.OrTimeout());
        Assert.That(stream.Current.Id, Is.EqualTo(id));
    }

    private async Task<KnowledgeBaseConnectionException> StreamAsync(Func<PipeHandler, IAsyncEnumerator<Run>, Task> play)
    {
        using var handler = new PipeHandler();
        using var client = new RunsClient(
            TestClients.Options(new Uri("http://localhost"), options => options.AttemptTimeout = Timeout.InfiniteTimeSpan),
            handler,
            timeProvider: _clock);
        await using var stream = client.StreamAsync("kb").GetAsyncEnumerator();
        await play(handler, stream);
        return (await Assert.CatchAsync<KnowledgeBaseConnectionException>(async () => await stream.MoveNextAsync()))!;
    }
}
