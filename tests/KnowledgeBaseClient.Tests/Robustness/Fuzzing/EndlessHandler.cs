#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A primary handler in process whose answer begins with one text and goes on with another for ever; counts what is taken of it.
internal sealed class EndlessHandler(byte[] beginning, byte[] repeated, int piece) : HttpMessageHandler
{
    private readonly EndlessStream _body = new(beginning, repeated, piece);

    public long Taken => _body.Taken;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage { Content = new StreamContent(_body), RequestMessage = request });

    private sealed class EndlessStream(byte[] beginning, byte[] repeated, int piece) : Stream
    {
        // Or a test of a client that knows no limit would have no end either.
        private const long Enough = 32 * 1024 * 1024;

        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Taken > Enough)
            {
                throw new AssertionException("The body is read without end.");
            }

            var count = Math.Min(buffer.Length, piece);
            var target = buffer.Span[..count];
            for (var i = 0; i < count; i++, Taken++)
            {
                target[i] = Taken < beginning.Length ? beginning[Taken] : repeated[(Taken - beginning.Length) % repeated.Length];
            }

            return ValueTask.FromResult(count);
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
#endif
