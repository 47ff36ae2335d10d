namespace KnowledgeBaseClient.Testing;

// What a fault does to one request: it replaces the response, delays it or cuts its body.
internal readonly record struct FaultEffect(SimulatedResponse? Response = null, TimeSpan Delay = default, int? CutAfter = null);
