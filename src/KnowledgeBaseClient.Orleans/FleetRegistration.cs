namespace KnowledgeBaseClient;

// Marks a client that belongs to a fleet. ServiceKey: of a keyed client, or null.
internal sealed record FleetRegistration(string? ServiceKey);
