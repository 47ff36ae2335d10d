using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

// Adapts the readers and writers of the models to System.Text.Json.
internal static class RunConverters
{
    public static JsonConverter<Run> Run { get; } = new ModelConverter<Run>(RunReader.ReadRun, RunWriter.Write);

    public static JsonConverter<RunSummary> Summary { get; } = new ModelConverter<RunSummary>(RunReader.ReadSummary, RunWriter.Write);

    public static JsonConverter<Workflow> Workflow { get; } = new ModelConverter<Workflow>(WorkflowReader.Read, WorkflowWriter.Write);

    public static JsonConverter<WorkflowMeta> WorkflowMeta { get; } =
        new ModelConverter<WorkflowMeta>(WorkflowReader.ReadMeta, WorkflowWriter.WriteMeta);

    public static JsonConverter<ProgressDetails> ProgressDetails { get; } =
        new ModelConverter<ProgressDetails>(ProgressDetailsReader.Read, ProgressDetailsWriter.Write);

    public static JsonConverter<RunStatus> Status { get; } = new StatusConverter();

    public static JsonConverter<RawJson> Raw { get; } = new RawConverter();

    public static JsonConverter StatusKind { get; } = EnumConverter<RunStatusKind>();

    public static JsonConverter ChangeKind { get; } = EnumConverter<RunChangeKind>();

    public static JsonConverter NodeState { get; } = EnumConverter<NodeState>();

    public static JsonConverter EventKind { get; } = EnumConverter<RunEventKind>();

    // Of an error: FastAPI mixes names and indexes.
    public static JsonConverter<IReadOnlyList<string>> Location { get; } = new LocationConverter();

    // Names in snake case, which the attributes of newer versions of System.Text.Json could state one by one.
    private static JsonConverter EnumConverter<T>()
        where T : struct, Enum =>
        new JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
            .CreateConverter(typeof(T), new JsonSerializerOptions());

    private static RawJson ReadRaw(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    private sealed class ModelConverter<T>(Func<RawJson, T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<T>
        where T : class
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartObject
                ? read(ReadRaw(ref reader))
                : throw new JsonException($"A {typeof(T).Name} must be a JSON object, but the token is {reader.TokenType}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
    }

    private sealed class StatusConverter : JsonConverter<RunStatus>
    {
        public override RunStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ToStatus(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

        public override void Write(Utf8JsonWriter writer, RunStatus value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        // A status is often the key of a dictionary, such as the number of runs by status.
        public override RunStatus ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ToStatus(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, RunStatus value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);

        private static RunStatus ToStatus(string? text) =>
            text is null ? throw new JsonException("A run status must be a JSON string.") : RunStatus.FromJson(text);
    }

    private sealed class LocationConverter : JsonConverter<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return [.. document.RootElement.EnumerateArray().Select(entry => entry.ToString())];
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var entry in value)
            {
                writer.WriteStringValue(entry);
            }

            writer.WriteEndArray();
        }
    }

    private sealed class RawConverter : JsonConverter<RawJson>
    {
        // A JSON null is kept as a value; default(RawJson) means that the property is absent.
        public override bool HandleNull => true;

        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadRaw(ref reader);

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}
