using System.Text.Json;

namespace KnowledgeBaseClient;

// A JSON value that is not a run. Callers of the client see an InvalidResponseException, callers of JsonSerializer a JsonException.
internal sealed class MalformedRunException(string problem, int position) : JsonException(problem)
{
    // In bytes from the start of the run's text.
    public int Position { get; } = position;
}
