namespace KnowledgeBaseClient;

// The handlers that the HttpClient factory has made for an injected client and still keeps. It goes on keeping them, connections included, for minutes
// after its container has been disposed: the client closes them with itself. Thread-safe.
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
                // The factory renews its handlers every few minutes, and disposes those it has let go.
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
