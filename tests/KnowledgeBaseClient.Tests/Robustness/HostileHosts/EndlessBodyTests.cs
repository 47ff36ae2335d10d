using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Bodies that never deliver data, because of their encoding or the handler that created them. Attempts still time out.</summary>
public sealed class EndlessBodyTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    // The beginning of a compressed body, and bytes that can repeat without end and decompress to nothing.
    private static readonly Dictionary<string, (byte[] Beginning, byte[] Empty)> Bodies = new()
    {
        ["deflate"] = ([0x78, 0x01], [0x00, 0x00, 0x00, 0xFF, 0xFF]),
        ["gzip"] = ([], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["br"] = ([0x0C], [0x06]),
    };

    [Test]
    public async Task Call_EndlessBodyDecompressesToNothing_EndsAtAttemptTimeout(
        [Values("deflate", "gzip", "br")] string encoding, [Values] bool stream, [Values(200, 404)] int status)
    {
        var clock = new TestClock();
        var (beginning, empty) = Bodies[encoding];
        using var handler = new StubHandler(_ => Compressed(
            encoding, status, new EndlessStream(beginning, empty, onRead: () => clock.Advance(TimeSpan.FromSeconds(1)))));
        using var client = Client(handler, clock);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(
            async () => _ = stream ? await client.StreamAsync("kb").ToListAsync() : [.. await client.ListAsync("kb")]);

        Assert.That(thrown, status == 200 ? Is.TypeOf<KnowledgeBaseTimeoutException>() : Is.TypeOf<KnowledgeBaseNotFoundException>());
    }

    [Test]
    public async Task ListAsync_ContentIgnoresTheCancellationToken_EndsAtAttemptTimeout([Values(200, 404)] int status)
    {
        var clock = new TestClock();
        var never = new TaskCompletionSource();
        using var handler = new StubHandler(_ => new((HttpStatusCode)status) { Content = new NeverSerialized(never.Task) });
        using var client = Client(handler, clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due == AttemptTimeout));

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => call);
        Assert.That(thrown, status == 200 ? Is.TypeOf<KnowledgeBaseTimeoutException>() : Is.TypeOf<KnowledgeBaseNotFoundException>());
        never.SetResult();
    }

    [Test]
    public async Task ListAsync_BodyIsAlreadyDisposed_SaysThatAHandlerDidThat(
        [Values("gzip", "br", "deflate", "identity")] string encoding)
    {
        using var handler = new StubHandler(_ =>
        {
            var closed = new MemoryStream();
            closed.Dispose();
            return Compressed(encoding, 200, closed);
        });
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<InvalidOperationException>()
            .With.Message.Contain("A handler of the application returned a response that is disposed")
            .And.InnerException.TypeOf<ObjectDisposedException>());
    }

    private static RunsClient Client(HttpMessageHandler handler, TimeProvider clock)
    {
        var options = TestClients.Options(
            new Uri("http://localhost"), options => (options.AttemptTimeout, options.MaxRetries) = (AttemptTimeout, 0));
        return new RunsClient(options, handler, timeProvider: clock);
    }

    private static HttpResponseMessage Compressed(string encoding, int status, Stream body) => new((HttpStatusCode)status)
    {
        Content = new StreamContent(body) { Headers = { { "Content-Encoding", encoding }, { "Content-Type", "application/json" } } },
    };

    private sealed class NeverSerialized(Task never) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => never;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
