using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

internal sealed record StoredRun(string Id, string Status, string Json)
{
    // The reader's default is 64 levels. The opaque JSON of a run may be nested deeper.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000 };

    public static IReadOnlyList<StoredRun> ParseList(string runsJson, string parameterName)
    {
        try
        {
            using var document = JsonDocument.Parse(runsJson, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new ArgumentException($"The runs must be a JSON array, not {document.RootElement.ValueKind}.", parameterName);
            }

            return [.. document.RootElement.EnumerateArray().Select((run, index) => Parse(run, index, parameterName))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"The runs are not valid JSON: {exception.Message}", parameterName, exception);
        }
    }

    private static StoredRun Parse(JsonElement run, int index, string parameterName)
    {
        if (run.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"Run {index} must be a JSON object, not {run.ValueKind}.", parameterName);
        }

        return new StoredRun(
            RequiredString(run, "id", index, parameterName), RequiredString(run, "status", index, parameterName), run.GetRawText());
    }

    private static string RequiredString(JsonElement run, string property, int index, string parameterName) =>
        run.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new ArgumentException($"Run {index} must have a string '{property}'.", parameterName);
}
