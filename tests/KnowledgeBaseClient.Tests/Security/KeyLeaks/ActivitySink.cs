using System.Collections.Concurrent;
using System.Diagnostics;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>Collects the text of the activities of every source: names, tags, events, links, baggage and referenced objects.</summary>
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
            ActivityStarted = Record,
            ActivityStopped = Record,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<string> Texts => _texts;

    public void Dispose() => _listener.Dispose();

    private void Record(Activity activity) => _texts.Enqueue($"{activity.OperationName}\n{ObjectText.Of(activity)}");
}
