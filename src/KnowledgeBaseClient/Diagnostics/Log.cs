using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log messages of the client. Reasons are messages of this library's exceptions, which never contain the API key.
internal static partial class Log
{
    public const string Category = "KnowledgeBaseClient.RunsClient";

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "Attempt {Attempt} failed. The next attempt follows in {Delay}. Reason: {Reason}")]
    public static partial void Retrying(ILogger logger, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "Requests failed in a poll of knowledge base {KnowledgeBaseId}: {Count}. First failure: {Reason}")]
    public static partial void PollFailed(ILogger logger, string knowledgeBaseId, int count, string reason);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "The service returned no run for several comma-separated ids, but returned one of them when it was requested alone. The "
            + "client now sends one id per request. Set {Option} to 1 to skip this detection.")]
    public static partial void CommasNotSupported(ILogger logger, string option);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Warning,
        Message = "{Problem}")]
    public static partial void UnknownSetting(ILogger logger, string problem);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Information,
        Message = "Polling of knowledge base {KnowledgeBaseId} works again after polls with failed requests: {Count}.")]
    public static partial void PollingRecovered(ILogger logger, string knowledgeBaseId, int count);

    [LoggerMessage(
        EventId = 6,
        Level = LogLevel.Debug,
        Message = "Poll {Number} of knowledge base {KnowledgeBaseId} is complete. Requests: {Requests}. Runs received: {Runs}.")]
    public static partial void PollCompleted(ILogger logger, int number, string knowledgeBaseId, int requests, int runs);
}
