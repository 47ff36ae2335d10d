using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of polls and waits: ids from 200 to 299. Reasons are messages of this library's exceptions, which never contain the API
// key.
internal static partial class PollingEvents
{
    public const string Category = "KnowledgeBaseClient.Polling";

    [LoggerMessage(
        EventId = 200,
        Level = LogLevel.Debug,
        Message = "Poll {Number} of knowledge base {KnowledgeBaseId} starts. Runs awaited: {Runs}. All runs requested: "
            + "{IncludesAllRuns}.")]
    public static partial void PollStarted(ILogger logger, int number, string knowledgeBaseId, int runs, bool includesAllRuns);

    [LoggerMessage(
        EventId = 201,
        Level = LogLevel.Debug,
        Message = "Poll {Number} of knowledge base {KnowledgeBaseId} is complete. Requests: {Requests}. Failed: {Failed}. Runs received: "
            + "{Runs}. Runs changed: {Changes}. Bytes received: {Bytes}. Next poll in {NextDelay}.")]
    public static partial void PollCompleted(
        ILogger logger,
        int number,
        string knowledgeBaseId,
        int requests,
        int failed,
        int runs,
        int changes,
        long bytes,
        TimeSpan nextDelay);

    [LoggerMessage(
        EventId = 202,
        Level = LogLevel.Warning,
        Message = "A poll of knowledge base {KnowledgeBaseId} failed at least in part. Polls that failed in a row: {Count}, for "
            + "{Duration}. Reason: {Reason} Polling continues. The next warning follows after {NextWarning} at the earliest.")]
    public static partial void PollFailed(
        ILogger logger, string knowledgeBaseId, int count, TimeSpan duration, string reason, TimeSpan nextWarning);

    [LoggerMessage(
        EventId = 203,
        Level = LogLevel.Information,
        Message = "Polling of knowledge base {KnowledgeBaseId} works again. Polls that had failed in a row: {Count}, for {Duration}.")]
    public static partial void PollingRecovered(ILogger logger, string knowledgeBaseId, int count, TimeSpan duration);

    [LoggerMessage(
        EventId = 204,
        Level = LogLevel.Information,
        Message = "Wait {WaitId} for runs of knowledge base {KnowledgeBaseId} finished after {Duration}. Completed: {Completed}. Failed: "
            + "{Failed}. Stopped: {Stopped}. Other: {Other}.")]
    public static partial void WaitFinished(
        ILogger logger, long waitId, string knowledgeBaseId, TimeSpan duration, int completed, int failed, int stopped, int other);

    [LoggerMessage(
        EventId = 205,
        Level = LogLevel.Information,
        Message = "Wait {WaitId} for runs of knowledge base {KnowledgeBaseId} ended early after {Duration}: {Reason}. Completed: "
            + "{Completed}. Failed: {Failed}. Stopped: {Stopped}. Other: {Other}. Not finished: {Pending}.")]
    public static partial void WaitEnded(
        ILogger logger,
        long waitId,
        string knowledgeBaseId,
        TimeSpan duration,
        string reason,
        int completed,
        int failed,
        int stopped,
        int other,
        int pending);

    [LoggerMessage(
        EventId = 206,
        Level = LogLevel.Information,
        Message = "The service has no events of runs, so that this client only polls. Reason: {Reason}")]
    public static partial void EventsNotSupported(ILogger logger, string reason);
}
