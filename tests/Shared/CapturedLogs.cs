using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>A logger at the finest level that keeps all it is given: event id, message, structured state, scopes and exceptions, each with all that can be reached from it.</summary>
internal sealed class CapturedLogs : ILoggerFactory, ILoggerProvider
{
    private readonly object _lock = new();
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _texts];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    // At once: what a state refers to may be another by the time the test looks.
    private void Keep(object? value)
    {
        var text = ObjectText.Of(value);
        lock (_lock)
        {
            _texts.Add($"{value}");
            _texts.Add(text);
        }
    }

    private sealed class Logger(CapturedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            logs.Keep(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            logs.Keep(eventId);
            logs.Keep(formatter(state, exception));
            logs.Keep(state);
            logs.Keep(exception);
        }
    }
}
