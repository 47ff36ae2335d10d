using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of polls through the cluster: ids from 500 to 509.
internal static partial class FleetEvents
{
    public const string Category = "KnowledgeBaseClient.Fleet";

    [LoggerMessage(
        500,
        LogLevel.Information,
        "This silo polls the knowledge base {KnowledgeBaseId} for the cluster, with the client {ClientName}.")]
    public static partial void PollerStarted(ILogger logger, string knowledgeBaseId, string clientName);

    [LoggerMessage(
        501,
        LogLevel.Warning,
        "The cluster has been out of reach for {Duration}, so this process polls the knowledge base {KnowledgeBaseId} for itself. "
        + "Check the silos and their membership table. The last failure was {ErrorType}: {Error}")]
    public static partial void FallbackStarted(ILogger logger, string knowledgeBaseId, TimeSpan duration, string errorType, string error);

    [LoggerMessage(
        502,
        LogLevel.Information,
        "The cluster is within reach again, and polls the knowledge base {KnowledgeBaseId} for this process.")]
    public static partial void FallbackEnded(ILogger logger, string knowledgeBaseId);
}
