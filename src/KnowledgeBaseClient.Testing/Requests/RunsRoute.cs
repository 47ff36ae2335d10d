using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// Responds to requests as the API reference specifies: key, path, method, status and run_ids.
internal static class RunsRoute
{
    private const string DocumentedStatuses = "'queued', 'running', 'failed', 'completed' or 'stopped'";

    private static readonly HashSet<string> Statuses = ["queued", "running", "failed", "completed", "stopped"];

    // In the order of FastAPI: the route, the method, the key, the query.
    public static SimulatedResponse Respond(KnowledgeBaseSimulator simulator, ReceivedRequest request)
    {
        if (request.KnowledgeBaseId is null)
        {
            return request.PathWithoutSlash is { } target
                ? SimulatedResponse.Json(307, "").WithHeader("Location", target)
                : SimulatedResponse.Error(404, "Not Found");
        }

        if (request.Method != "GET")
        {
            return SimulatedResponse.Error(405, "Method Not Allowed").WithHeader("Allow", "GET");
        }

        if (Unauthorized(simulator.ApiKey, request) is { } unauthorized)
        {
            return unauthorized;
        }

        if (request.Status is { } status && !Statuses.Contains(status))
        {
            return UndocumentedStatus(status, request.Headers["X-API-Key"]);
        }

        return simulator.Find(request.KnowledgeBaseId)?.List(request.Status, request.RunIds) is { } body
            ? SimulatedResponse.Json(200, body)
            : SimulatedResponse.Error(404, "Knowledge base not found");
    }

    public static SimulatedResponse RejectedKey() => SimulatedResponse.Error(401, "Invalid API key");

    private static SimulatedResponse? Unauthorized(string? apiKey, ReceivedRequest request) =>
        !request.Headers.TryGetValue("X-API-Key", out var sent) || sent.Length == 0 ? SimulatedResponse.Error(401, "Not authenticated")
        : apiKey is not null && !string.Equals(sent, apiKey, StringComparison.Ordinal) ? RejectedKey()
        : null;

    private static SimulatedResponse UndocumentedStatus(string status, string apiKey)
    {
        // The service echoes the value. The key must never appear in a response.
        var input = JsonEncodedText.Encode(status.Replace(apiKey, "***", StringComparison.Ordinal));
        return SimulatedResponse.Json(
            422,
            """{"detail":[{"type":"enum","loc":["query","status"],"msg":"Input should be """
            + $$$"""{{{DocumentedStatuses}}}","input":"{{{input}}}","ctx":{"expected":"{{{DocumentedStatuses}}}"}}]}""");
    }
}
