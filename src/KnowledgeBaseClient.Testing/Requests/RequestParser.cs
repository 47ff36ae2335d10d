using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeBaseClient.Testing;

// Reads a request as the service does.
internal static class RequestParser
{
    public static ReceivedRequest Parse(
        string method, string target, IReadOnlyDictionary<string, string> headers, DateTimeOffset receivedAt, bool splitsRunIds)
    {
        var queryStart = target.IndexOf('?', StringComparison.Ordinal);
        var escapedPath = queryStart < 0 ? target : target[..queryStart];
        var query = queryStart < 0 ? "" : target[(queryStart + 1)..];
        var (route, id) = RouteOf(escapedPath);
        return new ReceivedRequest(method, Uri.UnescapeDataString(escapedPath), query, headers)
        {
            ReceivedAt = receivedAt,
            Route = route,
            KnowledgeBaseId = route == ServiceRoute.Events ? null : id,
            RunId = route == ServiceRoute.Events ? id : null,
            AfterEventId = LastValue(query, "etag"),
            PathWithoutSlash = escapedPath.EndsWith('/') && RouteOf(escapedPath[..^1]).Route is not null
                ? escapedPath[..^1] + target[escapedPath.Length..]
                : null,
            Status = LastValue(query, "status"),
            Prefix = LastValue(query, "prefix"),
            RunIds = LastValue(query, "run_ids") is not { } ids ? null : splitsRunIds ? ids.Split(',') : [ids],
        };
    }

    // Split before unescaping, so that an escaped slash stays part of the id.
    private static (ServiceRoute? Route, string? Id) RouteOf(string escapedPath) => escapedPath.Split('/') switch
    {
        ["", "v1", "knowledge-bases", { Length: > 0 } id, "runs"] => (ServiceRoute.Runs, Uri.UnescapeDataString(id)),
        ["", "v1", "knowledge-bases", { Length: > 0 } id, "upload_train"] => (ServiceRoute.Upload, Uri.UnescapeDataString(id)),
        ["", "v1", "runs", { Length: > 0 } id, "events"] => (ServiceRoute.Events, Uri.UnescapeDataString(id)),
        _ => (null, null),
    };

    // As in FastAPI, the last of repeated values counts. An empty value is as good as none: the vendor's SDK sends "status=" for no status.
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

        return string.IsNullOrEmpty(last) ? null : last;
    }
}
