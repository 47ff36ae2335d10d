namespace KnowledgeBaseClient.Testing;

/// <summary>A request that the simulator received. Immutable and thread-safe.</summary>
/// <param name="Method">The HTTP method, such as <c>GET</c>.</param>
/// <param name="Path">The unescaped path, starting with a slash and without the query.</param>
/// <param name="Query">The query exactly as it was sent, without the question mark; empty if there was none.</param>
/// <param name="Headers">The headers. Names are case-insensitive; repeated headers are joined with a comma and a space.</param>
public sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Gets when the request arrived.</summary>
    /// <value>A time of the simulator's clock.</value>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the id of the knowledge base in the path.</summary>
    /// <value>Null if the path is not the one that lists runs.</value>
    public string? KnowledgeBaseId { get; init; }

    /// <summary>Gets the value of <c>status</c> in the query.</summary>
    /// <value>Null if it is absent or empty.</value>
    public string? Status { get; init; }

    /// <summary>Gets the ids in <c>run_ids</c> in the query.</summary>
    /// <value>Null if <c>run_ids</c> is absent or empty: the request lists all runs.</value>
    public IReadOnlyList<string>? RunIds { get; init; }

    // Where FastAPI redirects a path with a slash too many.
    internal string? PathWithoutSlash { get; init; }

    // Headers contain the key, so a failed assertion that prints the request must not print them.
    /// <summary>Returns the method, the path and the query, but no headers.</summary>
    /// <returns>The request line without the protocol version.</returns>
    public override string ToString() => Query.Length == 0 ? $"{Method} {Path}" : $"{Method} {Path}?{Query}";
}
