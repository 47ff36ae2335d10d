using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of the fleet.
internal static partial class FleetEvents
{
    public const string Category = "KnowledgeBaseClient.Fleet";

    [LoggerMessage(
        1,
        LogLevel.Information,
        "This silo polls the knowledge base {KnowledgeBaseId} for the cluster, with the client {ClientName}.")]
    public static partial void PollerStarted(ILogger logger, string knowledgeBaseId, string clientName);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The cluster has been out of reach for {Duration}, so this process polls the knowledge base {KnowledgeBaseId} for itself. "
        + "Check the silos and their membership table. The last failure was {ErrorType}: {Error}")]
    public static partial void FallbackStarted(ILogger logger, string knowledgeBaseId, TimeSpan duration, string errorType, string error);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "The cluster is within reach again, and polls the knowledge base {KnowledgeBaseId} for this process.")]
    public static partial void FallbackEnded(ILogger logger, string knowledgeBaseId);
}
