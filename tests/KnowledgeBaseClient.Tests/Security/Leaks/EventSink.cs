using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>
/// The events of .NET's networking and of Microsoft's extensions. Not those of the sources that .NET calls private and internal, which print a request
/// as it is sent.
/// </summary>
internal sealed class EventSink : EventListener
{
    private readonly ConcurrentQueue<string> _texts = new();

    public IEnumerable<string> Texts => _texts;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("System.Net.", StringComparison.Ordinal) || eventSource.Name.StartsWith("Microsoft-Extensions-", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        _texts.Enqueue($"{eventData.EventSource.Name}/{eventData.EventName}\n{eventData.Message}\n{ObjectText.Of(eventData.Payload)}");
}
