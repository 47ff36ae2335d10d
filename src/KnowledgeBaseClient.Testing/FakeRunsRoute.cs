using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeBaseClient.Testing;

/// <summary>Responds to requests as the API reference specifies: key, path, method, <c>status</c> and <c>run_ids</c>.</summary>
/// <param name="apiKey">The key that requests must send, or null to accept any key.</param>
/// <param name="runs">Called once for each request that lists runs.</param>
internal sealed class FakeRunsRoute(string? apiKey, RunSource runs)
{
    private const string DocumentedStatuses = "'queued', 'running', 'failed', 'completed' or 'stopped'";

    private static readonly HashSet<string> Statuses = ["queued", "running", "failed", "completed", "stopped"];

    /// <summary>Whether <c>run_ids</c> can hold several ids with commas between them. If not, it is one id.</summary>
    public bool SupportsCommas { get; set; } = true;

    public FakeResponse Respond(ReceivedRequest request)
    {
        if (Unauthorized(request) is { } unauthorized)
        {
            return unauthorized;
        }

        // Split before decoding, so that an escaped slash stays part of the id.
        if (request.EscapedPath.Split('/') is not ["", "v1", "knowledge-bases", { Length: > 0 } escapedId, "runs"])
        {
            return Error(404, "Not Found");
        }

        if (request.Method != "GET")
        {
            return Error(405, "Method Not Allowed") with { Headers = new Dictionary<string, string> { ["Allow"] = "GET" } };
        }

        var status = LastValue(request.Query, "status");
        if (status is not null && !Statuses.Contains(status))
        {
            return UndocumentedStatus(status);
        }

        var ids = LastValue(request.Query, "run_ids") is { } text ? IdsIn(text) : null;
        return runs(Uri.UnescapeDataString(escapedId), ids) is { } found
            ? List(found.Where(run => (status is null || run.Status == status) && (ids is null || ids.Contains(run.Id))))
            : Error(404, "Knowledge base not found");
    }

    private HashSet<string> IdsIn(string text) => new(SupportsCommas ? text.Split(',') : [text], StringComparer.Ordinal);

    private static FakeResponse List(IEnumerable<StoredRun> runs)
    {
        using var body = new MemoryStream();
        body.WriteByte((byte)'[');
        foreach (var run in runs)
        {
            if (body.Length > 1)
            {
                body.WriteByte((byte)',');
            }

            body.Write(Encoding.UTF8.GetBytes(run.Json));
        }

        body.WriteByte((byte)']');
        return FakeResponse.Json(200, body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static FakeResponse Error(int statusCode, string detail) => FakeResponse.Json(statusCode, $$"""{"detail":"{{detail}}"}""");

    // As in FastAPI, the last of repeated values counts, and a name without a value is an empty value.
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

    private FakeResponse? Unauthorized(ReceivedRequest request) =>
        !request.Headers.TryGetValue("X-API-Key", out var sent) || sent.Length == 0 ? Error(401, "Not authenticated")
        : apiKey is not null && !string.Equals(sent, apiKey, StringComparison.Ordinal) ? Error(401, "Invalid API key")
        : null;

    private FakeResponse UndocumentedStatus(string status)
    {
        // The service echoes the value. The key must never appear in a response.
        var input = JsonEncodedText.Encode(apiKey is null ? status : status.Replace(apiKey, "***", StringComparison.Ordinal));
        return FakeResponse.Json(
            422,
            """{"detail":[{"type":"enum","loc":["query","status"],"msg":"Input should be """
            + $$$"""{{{DocumentedStatuses}}}","input":"{{{input}}}","ctx":{"expected":"{{{DocumentedStatuses}}}"}}]}""");
    }
}
