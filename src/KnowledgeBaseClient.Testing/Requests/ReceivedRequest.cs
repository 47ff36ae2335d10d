namespace KnowledgeBaseClient.Testing;

/// <summary>A request that the simulator received. Immutable and thread-safe.</summary>
public sealed class ReceivedRequest
{
    internal ReceivedRequest(string method, string path, string query, IReadOnlyDictionary<string, string> headers) =>
        (Method, Path, Query, Headers) = (method, path, query, headers);

    /// <summary>Gets the HTTP method, such as <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>Gets the unescaped path, starting with a slash and without the query.</summary>
    public string Path { get; }

    /// <summary>Gets the query exactly as it was sent, without the question mark.</summary>
    /// <value>Empty if there was none.</value>
    public string Query { get; }

    /// <summary>Gets the headers, the API key included.</summary>
    /// <value>Names are case-insensitive; repeated headers are joined with a comma and a space.</value>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Gets when the request arrived.</summary>
    /// <value>A time of the simulator's clock.</value>
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>Gets the id of the knowledge base in the path.</summary>
    /// <value>Null if the path is neither the one that lists runs nor the one that uploads documents.</value>
    public string? KnowledgeBaseId { get; internal init; }

    /// <summary>Gets the value of <c>status</c> in the query.</summary>
    /// <value>Null if it is absent or empty.</value>
    public string? Status { get; internal init; }

    /// <summary>Gets the ids in <c>run_ids</c> in the query.</summary>
    /// <value>Null if <c>run_ids</c> is absent or empty: the request lists all runs.</value>
    public IReadOnlyList<string>? RunIds { get; internal init; }

    /// <summary>Gets a value indicating whether the request uploads documents.</summary>
    /// <value>For the condition of a fault. <see cref="SimulatedKnowledgeBase.Documents"/> has the documents.</value>
    public bool IsUpload => Route == ServiceRoute.Upload;

    /// <summary>Gets the value of <c>prefix</c> in the query, the folder of uploaded documents.</summary>
    /// <value>Null if it is absent or empty.</value>
    public string? Prefix { get; internal init; }

    /// <summary>Gets the id of the run whose events the request asks for.</summary>
    /// <value>Null if the path is not the one of events.</value>
    public string? RunId { get; internal init; }

    /// <summary>Gets the value of <c>etag</c> in the query, the id of the event after which to continue.</summary>
    /// <value>Null if it is absent or empty.</value>
    public string? AfterEventId { get; internal init; }

    // Null for a path that the service does not have.
    internal ServiceRoute? Route { get; init; }

    // Where FastAPI redirects a path with a slash too many.
    internal string? PathWithoutSlash { get; init; }

    // Headers contain the key, so a failed assertion that prints the request must not print them.
    /// <summary>Returns the method, the path and the query, but no headers.</summary>
    /// <returns>The request line without the protocol version.</returns>
    public override string ToString() => Query.Length == 0 ? $"{Method} {Path}" : $"{Method} {Path}?{Query}";
}
