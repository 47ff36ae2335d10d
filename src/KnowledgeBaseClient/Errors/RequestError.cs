namespace KnowledgeBaseClient;

/// <summary>One error that the service reports about a request.</summary>
/// <param name="Location">
/// The path to the invalid part of the request, outermost part first, such as <c>query</c>, <c>status</c>. Never null.
/// </param>
/// <param name="Message">The service's description of the error.</param>
/// <param name="Type">The kind of the error, such as <c>enum</c> or <c>missing</c>.</param>
/// <remarks>
/// The format is that of FastAPI, which the service is built with (observed, not documented by the service). Immutable and thread-safe.
/// </remarks>
public sealed record RequestError(IReadOnlyList<string> Location, string Message, string Type)
{
    /// <summary>Returns the location, if there is one, and the message.</summary>
    /// <returns>The location and the message, separated by a colon.</returns>
    public override string ToString() => Location.Count == 0 ? Message : $"{string.Join('.', Location)}: {Message}";
}
