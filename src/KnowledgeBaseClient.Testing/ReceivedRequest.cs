namespace KnowledgeBaseClient.Testing;

/// <summary>A request that the fake server received. Immutable and thread-safe.</summary>
/// <param name="Method">The HTTP method, such as <c>GET</c>.</param>
/// <param name="Path">The unescaped path, starting with a slash and without the query.</param>
/// <param name="Query">The query exactly as it was sent, without the question mark; empty if there was none.</param>
/// <param name="Headers">The headers. Names are case-insensitive; repeated headers are joined with a comma and a space.</param>
public sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    internal string EscapedPath { get; private init; } = Path;

    // Headers contain the key, so a failed assertion that prints the request must not print them.
    /// <summary>Returns the method, the path and the query, but no headers.</summary>
    /// <returns>The request line without the protocol version.</returns>
    public override string ToString() => Query.Length == 0 ? $"{Method} {Path}" : $"{Method} {Path}?{Query}";

    internal static ReceivedRequest FromTarget(string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var queryStart = target.IndexOf('?', StringComparison.Ordinal);
        var escapedPath = queryStart < 0 ? target : target[..queryStart];
        var query = queryStart < 0 ? "" : target[(queryStart + 1)..];
        return new ReceivedRequest(method, Uri.UnescapeDataString(escapedPath), query, headers) { EscapedPath = escapedPath };
    }
}
