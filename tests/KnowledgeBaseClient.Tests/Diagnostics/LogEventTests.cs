using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Diagnostics;

/// <summary>Operators filter by event id, level and category: they must not change by accident.</summary>
public sealed class LogEventTests
{
    private static readonly Dictionary<string, (int Id, LogLevel Level)> Calls = new()
    {
        [nameof(CallEvents.RequestSent)] = (100, LogLevel.Debug),
        [nameof(CallEvents.Retrying)] = (101, LogLevel.Warning),
        [nameof(CallEvents.CommasNotSupported)] = (102, LogLevel.Warning),
        [nameof(CallEvents.UnknownSetting)] = (103, LogLevel.Warning),
        [nameof(CallEvents.UnknownStatus)] = (104, LogLevel.Warning),
        [nameof(CallEvents.RetryingEvents)] = (105, LogLevel.Warning),
        [nameof(CallEvents.EventNotReadable)] = (106, LogLevel.Warning),
    };

    private static readonly Dictionary<string, (int Id, LogLevel Level)> Polling = new()
    {
        [nameof(PollingEvents.PollStarted)] = (200, LogLevel.Debug),
        [nameof(PollingEvents.PollCompleted)] = (201, LogLevel.Debug),
        [nameof(PollingEvents.PollFailed)] = (202, LogLevel.Warning),
        [nameof(PollingEvents.PollingRecovered)] = (203, LogLevel.Information),
        [nameof(PollingEvents.WaitFinished)] = (204, LogLevel.Information),
        [nameof(PollingEvents.WaitEnded)] = (205, LogLevel.Information),
        [nameof(PollingEvents.EventsNotSupported)] = (206, LogLevel.Information),
    };

    [Test]
    public void CallEvents_All_HaveTheirIdsAndLevels() => Assert.That(EventsOf(typeof(CallEvents)), Is.EqualTo(Calls));

    [Test]
    public void PollingEvents_All_HaveTheirIdsAndLevels() => Assert.That(EventsOf(typeof(PollingEvents)), Is.EqualTo(Polling));

    [Test]
    public void Categories_All_AreThoseOfTheDocumentation() =>
        Assert.That(
            (CallEvents.Category, PollingEvents.Category), Is.EqualTo(("KnowledgeBaseClient.Calls", "KnowledgeBaseClient.Polling")));

    private static Dictionary<string, (int Id, LogLevel Level)> EventsOf(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()!))
        .ToDictionary(entry => entry.Name, entry => (entry.Attribute.EventId, entry.Attribute.Level));
}
