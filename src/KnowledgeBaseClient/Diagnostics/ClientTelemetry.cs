using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient;

// What one client reports about itself: logs, traces and metrics. Thread-safe.
// Redact: removes the API key from texts of callers and of the service.
internal sealed class ClientTelemetry(
    ILoggerFactory? loggers, IMeterFactory? meters, Uri address, Func<string, string> redact, TimeProvider time)
{
    public static readonly string? Version = typeof(ClientTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0];

    // A service that returns arbitrary statuses must not fill the memory or the log.
    private const int MaxUnknownStatuses = 100;

    private const int MaxFailures = 1000;
    private static readonly TimeSpan MaxFailureAge = TimeSpan.FromHours(1);

    private static readonly ActivitySource Source = new(KnowledgeBaseTelemetry.SourceName, Version);

    private static long _waits;

    private readonly ConcurrentDictionary<string, PollState> _polls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknownStatuses = new(StringComparer.Ordinal);

    public ILogger Calls { get; } = loggers?.CreateLogger(CallEvents.Category) ?? NullLogger.Instance;

    public ILogger Polling { get; } = loggers?.CreateLogger(PollingEvents.Category) ?? NullLogger.Instance;

    public ClientMetrics Metrics { get; } = ClientMetrics.Of(meters);

    public TimeProvider Time { get; } = time;

    // Null without a listener: the call then costs nothing more.
    public CallTelemetry? StartCall(string operation, string? knowledgeBaseId)
    {
        var activity = StartActivity(operation);
        return activity is null && !Metrics.IsCallEnabled ? null : new CallTelemetry(this, operation, knowledgeBaseId, activity);
    }

    // Null without a listener.
    public WaitTelemetry? StartWait(string kind, string knowledgeBaseId, int? runs)
    {
        var activity = StartActivity(kind == WaitTelemetry.Wait ? Operations.Wait : Operations.Watch);
        return activity is null && !Metrics.IsWaitEnabled && !Polling.IsEnabled(LogLevel.Information)
            ? null
            : new WaitTelemetry(this, Interlocked.Increment(ref _waits), kind, knowledgeBaseId, runs, activity);
    }

    // A root span: a poll serves many waits. Polls run outside the execution context of every caller.
    public Activity? StartPoll() => StartActivity(Operations.Poll);

    // Null if there was no poll, or if the last one before polling ended was successful.
    public PollState? GetPollState(string knowledgeBaseId) => _polls.GetValueOrDefault(knowledgeBaseId);

    public void SetPollState(string knowledgeBaseId, PollState? state)
    {
        if (state is null)
        {
            _polls.TryRemove(knowledgeBaseId, out _);
        }
        else if (!ReferenceEquals(GetPollState(knowledgeBaseId), state))
        {
            _polls[knowledgeBaseId] = state;
        }

        if (state is { IsPolled: false })
        {
            RemoveOldFailures();
        }
    }

    public string Redact(string text) => redact(text);

    public void CheckStatus(RunStatus status, string knowledgeBaseId)
    {
        if (!status.IsKnown && Calls.IsEnabled(LogLevel.Warning))
        {
            bool isNew;
            var text = redact(status.DisplayText);
            lock (_unknownStatuses)
            {
                isNew = _unknownStatuses.Count < MaxUnknownStatuses && _unknownStatuses.Add(text);
            }

            if (isNew)
            {
                CallEvents.UnknownStatus(Calls, redact(knowledgeBaseId), text);
            }
        }
    }

    // Knowledge bases that are no longer polled can be many, such as misspelled ids.
    private void RemoveOldFailures()
    {
        foreach (var (id, state) in _polls)
        {
            if (!state.IsPolled && (Time.GetElapsedTime(state.PolledAt) > MaxFailureAge || _polls.Count > MaxFailures))
            {
                _polls.TryRemove(new KeyValuePair<string, PollState>(id, state));
            }
        }
    }

    // The attributes of every span, except for the id of the knowledge base: it is set at the end, when the key to redact is known.
    private Activity? StartActivity(string operation) => Source.StartActivity(operation)?
        .SetTag(TagNames.Operation, operation)
        .SetTag(TagNames.ServerAddress, address.Host)
        .SetTag(TagNames.ServerPort, address.Port);
}
