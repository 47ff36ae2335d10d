namespace KnowledgeBaseClient.Testing;

// What a fault does to one request: it replaces the response, delays it, cuts its body or that of the request, or loses it.
internal readonly record struct FaultEffect(
    SimulatedResponse? Response = null,
    TimeSpan Delay = default,
    int? CutAfter = null,
    long? CutRequestAfter = null,
    bool LosesResponse = false,
    EventDisturbance Events = EventDisturbance.None);
