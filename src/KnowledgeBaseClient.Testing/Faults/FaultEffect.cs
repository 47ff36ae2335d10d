namespace KnowledgeBaseClient.Testing;

// What the faults do to one request: they delay the response, replace it or cut its body.
internal readonly record struct FaultEffect(SimulatedResponse? Response = null, TimeSpan Delay = default, int? CutAfter = null);
