namespace KnowledgeBaseClient.Testing;

/// <summary>One request as the stand-in received it; immutable, so safe to read from any thread.</summary>
/// <param name="Method">The HTTP method, such as <c>GET</c>.</param>
/// <param name="Path">The path with percent-encoding undone, beginning with a slash and without the query.</param>
/// <param name="Query">The query exactly as it was sent, without the question mark; empty when there was none.</param>
/// <param name="Headers">The headers, looked up without regard to case; repeated ones are joined with a comma and a space.</param>
public sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    // Headers hold the key: a failing assertion that prints the request must not print them.
    /// <summary>Returns the method, the path and the query, never a header.</summary>
    /// <returns>The request line without the protocol's version.</returns>
    public override string ToString() => Query.Length == 0 ? $"{Method} {Path}" : $"{Method} {Path}?{Query}";
}
