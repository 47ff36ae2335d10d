using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of calls and of the configuration: ids from 100 to 199. Reasons are messages of this library's exceptions, which never
// contain the API key.
internal static partial class CallEvents
{
    public const string Category = "KnowledgeBaseClient.Calls";

    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "Attempt {Attempt}: {Method} {Path}")]
    public static partial void RequestSent(ILogger logger, int attempt, string method, string path);

    [LoggerMessage(
        EventId = 101,
        Level = LogLevel.Warning,
        Message = "Attempt {Attempt} for knowledge base {KnowledgeBaseId} failed. The next attempt follows in {Delay}. Reason: {Reason}")]
    public static partial void Retrying(ILogger logger, int attempt, string knowledgeBaseId, TimeSpan delay, string reason);

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Warning,
        Message = "The service returned no run for several comma-separated ids, but returned one of them when it was requested alone. The "
            + "client now sends one id per request. Set {Option} to 1 to skip this detection.")]
    public static partial void CommasNotSupported(ILogger logger, string option);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void UnknownSetting(ILogger logger, string problem);

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Warning,
        Message = "Knowledge base {KnowledgeBaseId} has a run with the status '{Status}', which this version of the library does not know. "
            + "Waits treat it as not finished. This is logged once per status.")]
    public static partial void UnknownStatus(ILogger logger, string knowledgeBaseId, string status);

    [LoggerMessage(
        EventId = 105,
        Level = LogLevel.Warning,
        Message = "Attempt {Attempt} for the events of run {RunId} failed. The next attempt follows in {Delay}. Reason: {Reason}")]
    public static partial void RetryingEvents(ILogger logger, int attempt, string runId, TimeSpan delay, string reason);

    [LoggerMessage(
        EventId = 106,
        Level = LogLevel.Warning,
        Message = "An event of run {RunId} is not readable and was skipped. This is logged once per connection.")]
    public static partial void EventNotReadable(ILogger logger, string runId);
}
