namespace KnowledgeBaseClient;

/// <summary>Calls a handler for each report directly, in order, before the reporting code continues.</summary>
/// <remarks>
/// A <see cref="Progress{T}"/> forwards the reports to other threads: without a synchronization context, as in a console application or a
/// worker service, its handler may run out of order, concurrently, and after the wait has ended. With this class, the wait continues when
/// the handler has returned, and an exception of the handler ends the wait. As thread-safe as the handler: one wait calls it one report at
/// a time.
/// </remarks>
/// <typeparam name="T">The type of the reports.</typeparam>
public sealed class SynchronousProgress<T> : IProgress<T>
{
    private readonly Action<T> _handler;

    /// <summary>Creates an object that calls a handler.</summary>
    /// <param name="handler">The handler of each report.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public SynchronousProgress(Action<T> handler) => _handler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <inheritdoc/>
    public void Report(T value) => _handler(value);
}
