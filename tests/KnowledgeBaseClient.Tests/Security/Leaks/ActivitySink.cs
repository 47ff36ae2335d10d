using System.Collections.Concurrent;
using System.Diagnostics;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>All that can be read from the activities of every source: names, tags, events, links, baggage and what they refer to.</summary>
internal sealed class ActivitySink : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _listener;

    public ActivitySink()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Keep,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<string> Texts => _texts;

    public void Dispose() => _listener.Dispose();

    private void Keep(Activity activity) => _texts.Enqueue($"{activity.OperationName}\n{ObjectText.Of(activity)}");
}
