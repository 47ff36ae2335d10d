using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>
/// Collects the events of System.Net and Microsoft.Extensions. The sources that .NET names Private and Internal are excluded, because they
/// log requests unchanged.
/// </summary>
internal sealed class EventSink : EventListener
{
    private readonly ConcurrentQueue<string> _texts = new();

    public IEnumerable<string> Texts => _texts;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("System.Net.", StringComparison.Ordinal)
            || eventSource.Name.StartsWith("Microsoft-Extensions-", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        _texts.Enqueue($"{eventData.EventSource.Name}/{eventData.EventName}\n{eventData.Message}\n{ObjectText.Of(eventData.Payload)}");
}
