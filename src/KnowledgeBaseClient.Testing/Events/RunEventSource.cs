namespace KnowledgeBaseClient.Testing;

// The events of a run from its beginning or after one of them, as they happen on the clock.
internal sealed record RunEventSource(SimulatedKnowledgeBase KnowledgeBase, string RunId, EventId? After, TimeProvider Clock)
{
    public EventDisturbance Disturbance { get; init; }

    // For one connection.
    public RunEventReader Open() => new(this);
}
