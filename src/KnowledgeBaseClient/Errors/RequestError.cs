namespace KnowledgeBaseClient;

/// <summary>One thing that the service finds wrong with a request.</summary>
/// <param name="Location">Where in the request, from the outside in, such as <c>query</c>, <c>status</c>. Never null.</param>
/// <param name="Message">What is wrong, in the service's words.</param>
/// <param name="Type">The kind of error, such as <c>enum</c> or <c>missing</c>.</param>
/// <remarks>The shape is FastAPI's, of which the service is an application. Immutable and thread-safe.</remarks>
public sealed record RequestError(IReadOnlyList<string> Location, string Message, string Type)
{
    /// <summary>The location, if there is one, and the message in one line.</summary>
    public override string ToString() => Location.Count == 0 ? Message : $"{string.Join('.', Location)}: {Message}";
}
