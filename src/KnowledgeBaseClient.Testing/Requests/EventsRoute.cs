namespace KnowledgeBaseClient.Testing;

// Streams the events of a run, as the vendor's public documentation describes it.
internal static class EventsRoute
{
    public static SimulatedResponse Respond(KnowledgeBaseSimulator simulator, ReceivedRequest request) =>
        simulator.FindByRun(request.RunId!) is { } knowledgeBase
            ? SimulatedResponse.Json(200, "") with
            {
                ContentType = "text/event-stream",
                Events = new RunEventSource(knowledgeBase, request.RunId!, EventId.Parse(request.AfterEventId), simulator.Clock),
            }
            : SimulatedResponse.Error(404, "Run not found");
}
