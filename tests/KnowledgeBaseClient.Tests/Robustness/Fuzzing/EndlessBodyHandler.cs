#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// An in-process primary handler whose response starts with one text and then repeats another without end. Counts the bytes that are read.
internal sealed class EndlessBodyHandler(byte[] beginning, byte[] repeated, int segment) : HttpMessageHandler
{
    private readonly EndlessStream _body = new(beginning, repeated, segment);

    public long BytesRead => _body.BytesRead;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage { Content = new StreamContent(_body), RequestMessage = request });

    private sealed class EndlessStream(byte[] beginning, byte[] repeated, int segment) : Stream
    {
        // Ends a test whose client has no limit.
        private const long MaxBytes = 32 * 1024 * 1024;

        public long BytesRead { get; private set; }

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
            if (BytesRead > MaxBytes)
            {
                throw new AssertionException("The client reads the body without a limit.");
            }

            var count = Math.Min(buffer.Length, segment);
            var target = buffer.Span[..count];
            for (var i = 0; i < count; i++, BytesRead++)
            {
                target[i] = BytesRead < beginning.Length
                    ? beginning[BytesRead]
                    : repeated[(BytesRead - beginning.Length) % repeated.Length];
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
