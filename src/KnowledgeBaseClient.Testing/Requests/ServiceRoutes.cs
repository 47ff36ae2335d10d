namespace KnowledgeBaseClient.Testing;

// Finds the endpoint of a request, and checks what all endpoints check, in the order of FastAPI: the route, the method, the key.
internal static class ServiceRoutes
{
    // Null if the response depends on the body of the request.
    public static SimulatedResponse? Respond(KnowledgeBaseSimulator simulator, ReceivedRequest request)
    {
        if (request.Route is not { } route || (route == ServiceRoute.Events && !simulator.HasEvents))
        {
            return request.PathWithoutSlash is { } target
                ? SimulatedResponse.Json(307, "").WithHeader("Location", target)
                : SimulatedResponse.Error(404, "Not Found");
        }

        var method = route == ServiceRoute.Upload ? "POST" : "GET";
        if (request.Method != method)
        {
            return SimulatedResponse.Error(405, "Method Not Allowed").WithHeader("Allow", method);
        }

        if (Unauthorized(simulator.ApiKey, request) is { } unauthorized)
        {
            return unauthorized;
        }

        if (route == ServiceRoute.Events)
        {
            return EventsRoute.Respond(simulator, request);
        }

        var knowledgeBase = simulator.Find(request.KnowledgeBaseId!);
        return route == ServiceRoute.Runs ? RunsRoute.Respond(knowledgeBase, request) ?? NoKnowledgeBase()
            : knowledgeBase is null ? NoKnowledgeBase()
            : null;
    }

    public static SimulatedResponse RejectedKey() => SimulatedResponse.Error(401, "Invalid API key");

    private static SimulatedResponse NoKnowledgeBase() => SimulatedResponse.Error(404, "Knowledge base not found");

    private static SimulatedResponse? Unauthorized(string? apiKey, ReceivedRequest request) =>
        !request.Headers.TryGetValue("X-API-Key", out var sent) || sent.Length == 0 ? SimulatedResponse.Error(401, "Not authenticated")
        : apiKey is not null && !string.Equals(sent, apiKey, StringComparison.Ordinal) ? RejectedKey()
        : null;
}
