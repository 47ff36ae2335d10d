using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The log events of durable waits: ids from 530 to 549. The API key is redacted from reasons, which are
// messages of exceptions. An exception of a handler is logged as it is.
internal static partial class DurableWaitEvents
{
    public const string Category = "KnowledgeBaseClient.DurableWaits";

    [LoggerMessage(
        EventId = 530,
        Level = LogLevel.Debug,
        Message = "The durable wait {WaitId} for {Runs} runs of knowledge base {KnowledgeBaseId} is registered.")]
    public static partial void Registered(ILogger logger, string waitId, int runs, string knowledgeBaseId);

    [LoggerMessage(
        EventId = 531,
        Level = LogLevel.Debug,
        Message = "{Waits} durable waits for runs of knowledge base {KnowledgeBaseId} are resumed on this silo.")]
    public static partial void Resumed(ILogger logger, int waits, string knowledgeBaseId);

    [LoggerMessage(
        EventId = 532,
        Level = LogLevel.Information,
        Message = "The durable wait {WaitId} for runs of knowledge base {KnowledgeBaseId} cannot read its runs. Reason: {Reason} The next "
            + "attempt follows in {Delay}.")]
    public static partial void WaitFailed(ILogger logger, string waitId, string knowledgeBaseId, string reason, TimeSpan delay);

    [LoggerMessage(
        EventId = 533,
        Level = LogLevel.Information,
        Message = "The durable wait {WaitId} for runs of knowledge base {KnowledgeBaseId} is delivered to its handler {Handler} by attempt "
            + "{Attempt}.")]
    public static partial void Delivered(ILogger logger, string waitId, string knowledgeBaseId, string handler, int attempt);

    [LoggerMessage(
        EventId = 534,
        Level = LogLevel.Warning,
        Message = "The handler {Handler} failed for the durable wait {WaitId} of knowledge base {KnowledgeBaseId}. Attempt: {Attempt}. "
            + "Reason: {Reason} The next attempt follows in {Delay}.")]
    public static partial void DeliveryFailed(
        ILogger logger,
        Exception? failure,
        string handler,
        string waitId,
        string knowledgeBaseId,
        int attempt,
        string reason,
        TimeSpan delay);

    [LoggerMessage(
        EventId = 535,
        Level = LogLevel.Error,
        Message = "The durable wait {WaitId} of knowledge base {KnowledgeBaseId} is a dead letter: its handler {Handler} failed {Failures} "
            + "times. Reason: {Reason} Cancel the wait, then register it again to repeat it.")]
    public static partial void DeadLetter(
        ILogger logger, Exception? failure, string waitId, string knowledgeBaseId, string handler, int failures, string reason);

    [LoggerMessage(
        EventId = 536,
        Level = LogLevel.Warning,
        Message = "The durable wait {WaitId} of knowledge base {KnowledgeBaseId} cannot be delivered by this silo. Reason: {Reason}")]
    public static partial void HandlerUnknown(ILogger logger, string waitId, string knowledgeBaseId, string reason);

    [LoggerMessage(
        EventId = 537,
        Level = LogLevel.Warning,
        Message = "A write of durable waits failed: {Key}. Reason: {Reason} They are read from the storage again.")]
    public static partial void WriteFailed(ILogger logger, string key, string reason);

    [LoggerMessage(
        EventId = 538,
        Level = LogLevel.Debug,
        Message = "The index of durable waits of the fleet {Fleet} is out of reach. Reason: {Reason} The next attempt follows in {Delay}.")]
    public static partial void PingFailed(ILogger logger, string fleet, string reason, TimeSpan delay);

    [LoggerMessage(
        EventId = 539,
        Level = LogLevel.Debug,
        Message = "A shard of durable waits is out of reach: {Key}. Reason: {Reason}")]
    public static partial void ShardPingFailed(ILogger logger, string key, string reason);

    [LoggerMessage(
        EventId = 540,
        Level = LogLevel.Error,
        Message = "The durable wait {WaitId} of knowledge base {KnowledgeBaseId} failed unexpectedly. It is tried again in {Delay}.")]
    public static partial void Unexpected(ILogger logger, Exception failure, string waitId, string knowledgeBaseId, TimeSpan delay);

    [LoggerMessage(
        EventId = 541,
        Level = LogLevel.Warning,
        Message = "The durable wait {WaitId} of knowledge base {KnowledgeBaseId} is not delivered yet. Reason: {Reason} The next attempt "
            + "follows in {Delay}.")]
    public static partial void Postponed(ILogger logger, string waitId, string knowledgeBaseId, string reason, TimeSpan delay);
}
