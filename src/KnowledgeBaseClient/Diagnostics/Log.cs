using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// What the client says to a log. The reasons are messages of this library's exceptions, which never hold the key.
internal static partial class Log
{
    public const string Category = "KnowledgeBaseClient.RunsClient";

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Attempt {Attempt} failed and will be retried in {Delay}: {Reason}")]
    public static partial void Retrying(ILogger logger, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Count} request(s) of a poll of the knowledge base {KnowledgeBaseId} failed: {Reason}")]
    public static partial void PollFailed(ILogger logger, string knowledgeBaseId, int count, string reason);
}
