using System.Text.Json;

namespace KnowledgeBaseClient;

// A JSON value that is not a run. Callers of the client get an InvalidResponseException instead, callers of JsonSerializer get this
// JsonException.
internal sealed class MalformedRunException(string problem, int position) : JsonException($"The JSON is not a run: {problem}.")
{
    // A clause without a full stop.
    public string Problem { get; } = problem;

    // In bytes from the start of the run's text.
    public int Position { get; } = position;

    public static string NotWellFormed(JsonException error) => $"the text is not well-formed JSON: {JsonDescription.Of(error)}";
}
