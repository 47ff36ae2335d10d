using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of the silo's host: ids from 520 to 529, in the category of FleetEvents.
internal static partial class HostingEvents
{
    [LoggerMessage(
        EventId = 520,
        Level = LogLevel.Critical,
        Message = "The Orleans silo has failed and cannot continue, so the host stops, with exit code 1. Start the process again. Reason: "
            + "{Reason}")]
    public static partial void SiloFailed(ILogger logger, string reason, Exception? exception);

    [LoggerMessage(
        EventId = 521,
        Level = LogLevel.Critical,
        Message = "The host has not stopped within {Limit} after the Orleans silo failed. Restart the process, and find out which hosted "
            + "service does not stop.")]
    public static partial void HostDoesNotStop(ILogger logger, TimeSpan limit);
}
