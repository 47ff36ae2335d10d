using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A logger that records everything at every level: event ids, messages, structured state, scopes and exceptions, each with all
/// text that can be reached from it.
/// </summary>
/// <param name="onLog">Called after each record, on the thread that logs.</param>
/// <param name="minimum">Records nothing below this level.</param>
internal sealed class CapturedLogs(Action? onLog = null, LogLevel minimum = LogLevel.Trace) : ILoggerFactory, ILoggerProvider
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

    private LogLevel Minimum => minimum;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Notify() => onLog?.Invoke();

    // Convert to text immediately: the objects may have changed by the time the test reads them.
    private void Record(object? value)
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
            logs.Record(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= logs.Minimum;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            logs.Record(eventId);
            logs.Record(formatter(state, exception));
            logs.Record(state);
            logs.Record(exception);
            logs.Notify();
        }
    }
}
