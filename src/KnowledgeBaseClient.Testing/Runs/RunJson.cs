using System.Text;
using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// Reads runs whose JSON text the responses contain unchanged.
internal static class RunJson
{
    // The reader's default is 64 levels. The opaque JSON of a run may be nested deeper.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000 };
    public static readonly JsonSerializerOptions SerializerOptions = new() { MaxDepth = 1_000 };

    public static FixedRun ParseRun(string json, string parameterName) =>
        Parse(json, parameterName, root => ToRun(root, "The run", parameterName));

    public static IReadOnlyList<FixedRun> ParseList(string json, string parameterName) =>
        Parse(json, parameterName, root => root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().Select((run, index) => ToRun(run, $"Run {index}", parameterName)).ToList()
            : throw new ArgumentException($"The runs must be a JSON array, not {root.ValueKind}.", parameterName));

    public static FixedRun ToFixedRun(Run run) => string.IsNullOrWhiteSpace(run.Id)
        ? throw new ArgumentException("The run has no id.", nameof(run))
        : new FixedRun(run.Id, run.Status, JsonSerializer.SerializeToUtf8Bytes(run, SerializerOptions));

    private static T Parse<T>(string json, string parameterName, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"The text is not valid JSON: {exception.Message}", parameterName, exception);
        }
    }

    private static FixedRun ToRun(JsonElement run, string name, string parameterName) => run.ValueKind == JsonValueKind.Object
        ? new FixedRun(
            RequiredString(run, "id", name, parameterName).GetString()!,
            RequiredString(run, "status", name, parameterName).Deserialize<RunStatus>(),
            Encoding.UTF8.GetBytes(run.GetRawText()))
        : throw new ArgumentException($"{name} must be a JSON object, not {run.ValueKind}.", parameterName);

    private static JsonElement RequiredString(JsonElement run, string property, string name, string parameterName) =>
        run.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value
            : throw new ArgumentException($"{name} must have a string '{property}'.", parameterName);
}
