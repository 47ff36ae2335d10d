using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of request budgets: ids from 510 to 519.
internal static partial class BudgetEvents
{
    public const string Category = "KnowledgeBaseClient.Budget";

    [LoggerMessage(
        EventId = 510,
        Level = LogLevel.Warning,
        Message = "The request budget {Budget} of the cluster is out of reach. This process limits itself to {Rate} requests per second "
            + "after {FallbackAfter} (FleetOptions.FallbackAfter), until the cluster responds. Reason: {Reason}")]
    public static partial void FallbackStarted(ILogger logger, string budget, int rate, TimeSpan fallbackAfter, string reason);

    [LoggerMessage(
        EventId = 511,
        Level = LogLevel.Information,
        Message = "The request budget {Budget} of the cluster responds again.")]
    public static partial void FallbackEnded(ILogger logger, string budget);
}
