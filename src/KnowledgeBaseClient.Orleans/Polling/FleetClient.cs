namespace KnowledgeBaseClient;

// A client of this process that belongs to a fleet: its services, and the pollers that poll in this process.
internal sealed record FleetClient(ClientServices Services, PollerRegistry LocalPollers);
