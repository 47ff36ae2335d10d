using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Diagnostics;

/// <summary>Operators filter by event id, level and category: they must not change by accident.</summary>
public sealed class LogTests
{
    [Test]
    public void Retrying_AnyReason_IsAWarningWithEventId1() =>
        AssertEntry(
            logger => Log.Retrying(logger, 2, TimeSpan.FromSeconds(1.5), "GET / returned 503."),
            1,
            nameof(Log.Retrying),
            "Attempt 2 failed. The next attempt follows in 00:00:01.5000000. Reason: GET / returned 503.");

    [Test]
    public void PollFailed_AnyReason_IsAWarningWithEventId2() =>
        AssertEntry(
            logger => Log.PollFailed(logger, "kb", 3, "GET / returned 503."),
            2,
            nameof(Log.PollFailed),
            "Requests failed in a poll of knowledge base kb: 3. First failure: GET / returned 503.");

    [Test]
    public void Category_Always_IsTheNameOfTheClient() => Assert.That(typeof(RunsClient).FullName, Is.EqualTo(Log.Category));

    private static void AssertEntry(Action<ILogger> log, int id, string name, string message)
    {
        var logger = new LastEntryLogger();

        log(logger);

        Assert.That(logger.Entry, Is.EqualTo((LogLevel.Warning, id, name, message)));
    }

    private sealed class LastEntryLogger : ILogger
    {
        public (LogLevel Level, int Id, string? Name, string Message) Entry { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entry = (logLevel, eventId.Id, eventId.Name, formatter(state, exception));
    }
}
