using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeBaseClient.Testing;

internal sealed class FakeRunsRoute(string apiKey)
{
    private const string DocumentedStatuses = "'queued', 'running', 'failed', 'completed' or 'stopped'";

    private static readonly HashSet<string> Statuses = ["queued", "running", "failed", "completed", "stopped"];

    private readonly ConcurrentDictionary<string, Func<IReadOnlyList<StoredRun>>> _knowledgeBases = new(StringComparer.Ordinal);

    public void SetRuns(string knowledgeBaseId, Func<IReadOnlyList<StoredRun>> runs) => _knowledgeBases[knowledgeBaseId] = runs;

    public FakeResponse Respond(ReceivedRequest request, string rawPath)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        // Split before decoding, so that an escaped slash stays part of the id.
        if (rawPath.Split('/') is not ["", "v1", "knowledge-bases", { Length: > 0 } escapedId, "runs"])
        {
            return Detail(404, "Not Found");
        }

        if (request.Method != "GET")
        {
            return Detail(405, "Method Not Allowed") with { Headers = new Dictionary<string, string> { ["Allow"] = "GET" } };
        }

        var status = LastValue(request.Query, "status");
        if (status is not null && !Statuses.Contains(status))
        {
            return UnknownStatus(status);
        }

        return _knowledgeBases.TryGetValue(Uri.UnescapeDataString(escapedId), out var runs)
            ? List(runs(), status, LastValue(request.Query, "run_ids"))
            : Detail(404, "Knowledge base not found");
    }

    private static FakeResponse List(IEnumerable<StoredRun> runs, string? status, string? runIds)
    {
        var ids = runIds?.Split(',').ToHashSet(StringComparer.Ordinal);
        var selected = runs.Where(run => (status is null || run.Status == status) && (ids is null || ids.Contains(run.Id)));
        return FakeResponse.Json(200, $"[{string.Join(",", selected.Select(run => run.Text))}]");
    }

    private static FakeResponse Detail(int statusCode, string detail) => FakeResponse.Json(statusCode, $$"""{"detail":"{{detail}}"}""");

    // FastAPI takes the last of repeated values, and a name without a value as an empty one.
    private static string? LastValue(string query, string name)
    {
        string? last = null;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                last = pair.DecodeValue().ToString();
            }
        }

        return last;
    }

    private FakeResponse? Refusal(ReceivedRequest request) =>
        !request.Headers.TryGetValue("X-API-Key", out var sent) || sent.Length == 0 ? Detail(401, "Not authenticated")
        : !string.Equals(sent, apiKey, StringComparison.Ordinal) ? Detail(401, "Invalid API key")
        : null;

    private FakeResponse UnknownStatus(string status)
    {
        // The service gives back what was sent; the key is the one thing that must never come back.
        var input = JsonEncodedText.Encode(status.Replace(apiKey, "***", StringComparison.Ordinal));
        return FakeResponse.Json(
            422,
            """{"detail":[{"type":"enum","loc":["query","status"],"msg":"Input should be """
            + $$$"""{{{DocumentedStatuses}}}","input":"{{{input}}}","ctx":{"expected":"{{{DocumentedStatuses}}}"}}]}""");
    }
}
