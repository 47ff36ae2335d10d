namespace KnowledgeBaseClient.Testing;

// What a fault does to the events of a stream.
internal enum EventDisturbance
{
    None,

    // Each event follows one that is not readable.
    Malformed,

    // Each event is sent twice.
    Duplicate,

    // Events that happen at the same time are sent in reverse order.
    Reversed,
}
