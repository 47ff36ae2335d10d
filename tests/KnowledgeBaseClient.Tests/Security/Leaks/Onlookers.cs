using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>Everyone who may look on while a client works: logs at the finest level, activities, metrics, events, and whoever catches what is thrown.</summary>
internal sealed class Onlookers : IDisposable
{
    private readonly ActivitySink _activities = new();
    private readonly MetricSink _metrics = new();
    private readonly EventSink _events = new();
    private readonly List<string> _thrown = [];

    public CapturedLogs Logs { get; } = new();

    public IEnumerable<string> Activities => _activities.Texts;

    public IEnumerable<string> Metrics => _metrics.Texts;

    public IEnumerable<string> Events => _events.Texts;

    /// <summary>Completes when the call ends, however that is.</summary>
    public async Task<Exception?> EndAsync(Func<Task> call)
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

    /// <param name="quotedByDotNet">Whether the activity that .NET itself makes inside the primary handler quotes what the server has sent.</param>
    public void AssertNoneSawTheKey(bool quotedByDotNet = false)
    {
        Assert.Multiple(() =>
        {
            SecretKey.AssertAbsentFrom(string.Join("\n", _thrown), "an exception");
            SecretKey.AssertAbsentFrom(string.Join("\n", Logs.Texts), "a log");
            SecretKey.AssertAbsentFrom(quotedByDotNet ? "" : string.Join("\n", Activities), "an activity");
            SecretKey.AssertAbsentFrom(string.Join("\n", Metrics), "a measurement");
            SecretKey.AssertAbsentFrom(string.Join("\n", Events), "an event");
        });
    }

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
        _events.Dispose();
        Logs.Dispose();
    }
}
