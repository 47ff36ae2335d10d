using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// Lists runs as the API reference specifies: status and run_ids.
internal static class RunsRoute
{
    private const string DocumentedStatuses = "'queued', 'running', 'failed', 'completed' or 'stopped'";

    private static readonly HashSet<string> Statuses = ["queued", "running", "failed", "completed", "stopped"];

    // Null if there is no such knowledge base.
    public static SimulatedResponse? Respond(SimulatedKnowledgeBase? knowledgeBase, ReceivedRequest request) =>
        request.Status is { } status && !Statuses.Contains(status) ? UndocumentedStatus(status, request.Headers["X-API-Key"])
        : knowledgeBase?.List(request.Status, request.RunIds) is { } body ? SimulatedResponse.Json(200, body)
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
