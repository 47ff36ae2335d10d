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
        return new ReceivedRequest(method, Uri.UnescapeDataString(escapedPath), query, headers)
        {
            ReceivedAt = receivedAt,
            KnowledgeBaseId = KnowledgeBaseIdIn(escapedPath),
            PathWithoutSlash = escapedPath.EndsWith('/') && KnowledgeBaseIdIn(escapedPath[..^1]) is not null
                ? escapedPath[..^1] + target[escapedPath.Length..]
                : null,
            Status = LastValue(query, "status"),
            RunIds = LastValue(query, "run_ids") is not { } ids ? null : splitsRunIds ? ids.Split(',') : [ids],
        };
    }

    // Split before unescaping, so that an escaped slash stays part of the id.
    private static string? KnowledgeBaseIdIn(string escapedPath) =>
        escapedPath.Split('/') is ["", "v1", "knowledge-bases", { Length: > 0 } id, "runs"] ? Uri.UnescapeDataString(id) : null;

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
