namespace KnowledgeBaseClient;

// Tracks the handlers that IHttpClientFactory has created for a client. The factory keeps them, and their connections, for minutes after
// its container was disposed; this closes them together with the client. Thread-safe.
internal sealed class FactoryHandlerTracker : IDisposable
{
    private readonly object _lock = new();
    private List<WeakReference<HttpMessageHandler>> _handlers = [];
    private bool _disposed;

    public void Add(HttpMessageHandler handler)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                // The factory replaces its handlers every few minutes and disposes the old ones itself.
                _handlers.RemoveAll(known => !known.TryGetTarget(out _));
                _handlers.Add(new WeakReference<HttpMessageHandler>(handler));
                return;
            }
        }

        handler.Dispose();
    }

    public void Dispose()
    {
        List<WeakReference<HttpMessageHandler>> handlers;
        lock (_lock)
        {
            (handlers, _handlers, _disposed) = (_handlers, [], true);
        }

        foreach (var known in handlers)
        {
            if (known.TryGetTarget(out var handler))
            {
                handler.Dispose();
            }
        }
    }
}
