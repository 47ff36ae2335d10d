using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>Observes everything a client emits: logs of all levels, activities, metrics, events and exceptions.</summary>
internal sealed class KeyLeakObserver : IDisposable
{
    public const string ExceptionPlace = "an exception";
    public const string LogPlace = "a log";
    public const string ActivityPlace = "an activity";
    public const string MetricPlace = "a measurement";
    public const string EventPlace = "an event";

    private readonly ActivitySink _activities = new();
    private readonly MetricSink _metrics = new();
    private readonly EventSink _events = new();
    private readonly List<string> _thrown = [];

    public CapturedLogs Logs { get; } = new();

    public IEnumerable<string> Activities => _activities.Texts;

    public IEnumerable<string> Metrics => _metrics.Texts;

    public IEnumerable<string> Events => _events.Texts;

    /// <summary>Runs a call to its end and returns the exception that it threw, if any.</summary>
    public async Task<Exception?> RunAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception failure)
        {
            _thrown.Add($"{failure}\n{failure.StackTrace}\n{ObjectText.Of(failure)}");
            return failure;
        }
    }

    /// <summary>The places in which the API key appeared.</summary>
    public IReadOnlyList<string> PlacesWithKey() =>
        [.. Places().Where(place => SecretKey.IsIn(string.Join("\n", place.Texts))).Select(place => place.Name)];

    /// <param name="isQuotedByDotNet">Whether the activity that .NET creates in the primary handler quotes the response.</param>
    public void AssertKeyIsAbsent(bool isQuotedByDotNet = false)
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, texts) in Places().Where(place => !isQuotedByDotNet || place.Name != ActivityPlace))
            {
                SecretKey.AssertAbsentFrom(string.Join("\n", texts), name);
            }
        });
    }

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
        _events.Dispose();
        Logs.Dispose();
    }

    private IEnumerable<(string Name, IEnumerable<string> Texts)> Places() =>
    [
        (ExceptionPlace, _thrown),
        (LogPlace, Logs.Texts),
        (ActivityPlace, Activities),
        (MetricPlace, Metrics),
        (EventPlace, Events),
    ];
}
