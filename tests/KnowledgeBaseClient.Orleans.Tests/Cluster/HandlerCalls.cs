using System.Threading.Channels;

namespace KnowledgeBaseClient.Tests.Cluster;

// Records the calls of a handler. Thread-safe.
internal sealed class HandlerCalls
{
    private readonly Channel<RunCompletion> _calls = Channel.CreateUnbounded<RunCompletion>();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    // What the handler does. By default, it succeeds.
    public Func<RunCompletion, CancellationToken, Task> Handle { get; set; } = static (_, _) => Task.CompletedTask;

    public async Task<RunCompletion> NextAsync() => await _calls.Reader.ReadAsync().AsTask().OrTimeout();

    public Task CallAsync(RunCompletion completion, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        _calls.Writer.TryWrite(completion);
        return Handle(completion, cancellationToken);
    }
}
