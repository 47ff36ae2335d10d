using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>One error that the service reports about a request.</summary>
/// <param name="Location">
/// The path to the invalid part of the request, outermost part first, such as <c>query</c>, <c>status</c>. Never null.
/// </param>
/// <param name="Message">The service's description of the error.</param>
/// <param name="Type">The kind of the error, such as <c>enum</c> or <c>missing</c>.</param>
/// <remarks>
/// The format is that of FastAPI, which the service is built with (observed, not documented by the service). Two errors are equal if
/// all their values are equal. Immutable and thread-safe.
/// </remarks>
public sealed record RequestError(
    IReadOnlyList<string> Location,
    [property: JsonPropertyName("msg")] string Message,
    [property: JsonPropertyName("type")] string Type)
{
    /// <summary>Gets the path to the invalid part of the request, outermost part first.</summary>
    /// <value>Never null.</value>
    [JsonPropertyName("loc")]
    [JsonConverter(typeof(KnowledgeBaseJsonConverter))]
    public IReadOnlyList<string> Location { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Copy(Location);

    /// <summary>Returns the location, if there is one, and the message.</summary>
    /// <returns>The location and the message, separated by a colon.</returns>
    public override string ToString() => Location.Count == 0 ? Message : $"{string.Join('.', Location)}: {Message}";
}
