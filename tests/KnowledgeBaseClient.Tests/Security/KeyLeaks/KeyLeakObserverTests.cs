using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>The observer must notice a key in every place, or the tests for leaks could not fail. Not parallel, like those tests.</summary>
[NonParallelizable]
public sealed class KeyLeakObserverTests
{
    private static readonly Dictionary<string, Func<KeyLeakObserver, Task>> Leaks = new()
    {
        [KeyLeakObserver.ExceptionPlace] = observer => observer.RunAsync(() => throw new InvalidOperationException(SecretKey.Text)),
        [KeyLeakObserver.LogPlace] = Sync(Log),
        [KeyLeakObserver.ActivityPlace] = Sync(_ => StartActivity()),
        [KeyLeakObserver.MetricPlace] = Sync(_ => Measure()),
        [KeyLeakObserver.EventPlace] = Sync(_ => WriteEvent()),
    };

    private static IEnumerable<string> Places => Leaks.Keys;

    [TestCaseSource(nameof(Places))]
    public async Task PlacesWithKey_KeyInOnePlace_NamesThatPlace(string place)
    {
        using var observer = new KeyLeakObserver();

        await Leaks[place](observer);

        Assert.That(observer.PlacesWithKey(), Is.EqualTo((string[])[place]));
    }

    [Test]
    public void PlacesWithKey_NoKey_IsEmpty()
    {
        using var observer = new KeyLeakObserver();

        Assert.That(observer.PlacesWithKey(), Is.Empty);
    }

    private static Func<KeyLeakObserver, Task> Sync(Action<KeyLeakObserver> leak) => observer =>
    {
        leak(observer);
        return Task.CompletedTask;
    };

    private static void Log(KeyLeakObserver observer) => observer.Logs.CreateLogger("test").Log(
        LogLevel.Trace, default, SecretKey.Text, null, (text, _) => text);

    private static void StartActivity()
    {
        using var source = new ActivitySource("KnowledgeBaseClient.Tests");
        source.StartActivity("test")?.SetTag("key", SecretKey.Text).Stop();
    }

    private static void Measure()
    {
        using var meter = new Meter("KnowledgeBaseClient.Tests");
        meter.CreateCounter<long>("test").Add(1, new KeyValuePair<string, object?>("key", SecretKey.Text));
    }

    private static void WriteEvent()
    {
        using var source = new EventSource("System.Net.KnowledgeBaseClient.Tests");
        source.Write("test", new EventSourceOptions { Level = EventLevel.Verbose }, new { Key = SecretKey.Text });
    }
}
