using System.Collections;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>A logger at the finest level that keeps all it is given: message, structured state, scopes and exceptions.</summary>
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

    private void Keep(object? value)
    {
        var text = value switch
        {
            null => "",
            string plain => plain,
            IEnumerable items => string.Join("\n", items.Cast<object?>().Select(item => item is KeyValuePair<string, object?> pair ? Deep(pair) : $"{item}")),
            _ => $"{value}",
        };
        lock (_lock)
        {
            _texts.Add($"{value}");
            _texts.Add(text);
        }
    }

    private static string Deep(KeyValuePair<string, object?> pair) =>
        $"{pair.Key}={(pair.Value is IEnumerable items and not string ? string.Join(",", items.Cast<object?>()) : pair.Value)}";

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
            logs.Keep(formatter(state, exception));
            logs.Keep(state);
            logs.Keep(exception);
        }
    }
}
