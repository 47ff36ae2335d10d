using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Bodies that give out nothing, for ever or because of how a handler made them: the attempt ends all the same.</summary>
public sealed class EndlessBodyTests
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);

    // What begins a packed body, and what can follow again and again without a byte coming out.
    private static readonly Dictionary<string, (byte[] Beginning, byte[] Nothing)> Bodies = new()
    {
        ["deflate"] = ([0x78, 0x01], [0x00, 0x00, 0x00, 0xFF, 0xFF]),
        ["gzip"] = ([], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["br"] = ([0x0C], [0x06]),
    };

    [Test]
    public async Task Call_BodyUnpacksToNothingForEver_EndsAtAttemptTimeout(
        [Values("deflate", "gzip", "br")] string encoding, [Values] bool stream, [Values(200, 404)] int status)
    {
        var clock = new TestClock();
        var (beginning, nothing) = Bodies[encoding];
        using var handler = new StubHandler(_ => Packed(encoding, status, new EndlessStream(beginning, nothing, clock)));
        var options = TestClients.Options(new Uri("http://localhost"), options => (options.AttemptTimeout, options.MaxRetries) = (Attempt, 0));
        using var client = new RunsClient(options, handler, timeProvider: clock);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(
            async () => _ = stream ? await client.StreamAsync("kb").ToListAsync() : [.. await client.ListAsync("kb")]);

        Assert.That(thrown, status == 200 ? Is.TypeOf<KnowledgeBaseTimeoutException>() : Is.TypeOf<KnowledgeBaseNotFoundException>());
    }

    [Test]
    public async Task ListAsync_ContentIsPutTogetherWithoutHeedToTheToken_EndsAtAttemptTimeout([Values(200, 404)] int status)
    {
        var clock = new TestClock();
        var never = new TaskCompletionSource();
        using var handler = new StubHandler(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new Slow(never.Task) });
        var options = TestClients.Options(new Uri("http://localhost"), options => (options.AttemptTimeout, options.MaxRetries) = (Attempt, 0));
        using var client = new RunsClient(options, handler, timeProvider: clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due == Attempt));

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => call);
        Assert.That(thrown, status == 200 ? Is.TypeOf<KnowledgeBaseTimeoutException>() : Is.TypeOf<KnowledgeBaseNotFoundException>());
        never.SetResult();
    }

    [Test]
    public async Task ListAsync_BodyIsClosedAlready_SaysSoWhateverItsEncoding([Values("gzip", "br", "deflate", "identity")] string encoding)
    {
        using var handler = new StubHandler(_ =>
        {
            var closed = new MemoryStream();
            closed.Dispose();
            return Packed(encoding, 200, closed);
        });
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
    }

    private static HttpResponseMessage Packed(string encoding, int status, Stream body) => new((HttpStatusCode)status)
    {
        Content = new StreamContent(body) { Headers = { { "Content-Encoding", encoding }, { "Content-Type", "application/json" } } },
    };

    private sealed class Slow(Task underWay) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => underWay;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    // Every read is over at once, and takes a second of the clock's.
    private sealed class EndlessStream(byte[] beginning, byte[] nothing, TestClock clock) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < buffer.Length; i++)
            {
                buffer.Span[i] = _at < beginning.Length ? beginning[_at] : nothing[(_at - beginning.Length) % nothing.Length];
                _at++;
            }

            return ValueTask.FromResult(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
