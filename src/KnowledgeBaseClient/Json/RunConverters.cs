using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

// The models' readers and writers in the shape that System.Text.Json asks for.
internal static class RunConverters
{
    public static JsonConverter<Run> Run { get; } = new TextConverter<Run>(RunReader.ReadRun, RunWriter.Write);

    public static JsonConverter<RunSummary> Summary { get; } = new TextConverter<RunSummary>(RunReader.ReadSummary, RunWriter.Write);

    public static JsonConverter<Workflow> Workflow { get; } = new TextConverter<Workflow>(WorkflowReader.Read, WorkflowWriter.Write);

    public static JsonConverter<WorkflowMeta> WorkflowMeta { get; } =
        new TextConverter<WorkflowMeta>(WorkflowReader.ReadMeta, WorkflowWriter.WriteMeta);

    public static JsonConverter<ProgressDetails> ProgressDetails { get; } =
        new TextConverter<ProgressDetails>(ProgressDetailsReader.Read, ProgressDetailsWriter.Write);

    public static JsonConverter<RunStatus> Status { get; } = new StatusConverter();

    public static JsonConverter<RawJson> Raw { get; } = new RawConverter();

    private static RawJson TextOf(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    private sealed class TextConverter<T>(Func<RawJson, T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<T>
        where T : class
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartObject
                ? read(TextOf(ref reader))
                : throw new JsonException($"A {typeof(T).Name} is a JSON object, but this is {reader.TokenType}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
    }

    private sealed class StatusConverter : JsonConverter<RunStatus>
    {
        public override RunStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            StatusOf(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

        public override void Write(Utf8JsonWriter writer, RunStatus value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        // Runs are counted by status: it is the key of a dictionary as often as a value.
        public override RunStatus ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            StatusOf(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, RunStatus value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);

        private static RunStatus StatusOf(string? text) =>
            string.IsNullOrWhiteSpace(text) ? throw new JsonException("A run's status is a string that is not empty.") : new RunStatus(text);
    }

    private sealed class RawConverter : JsonConverter<RawJson>
    {
        // Null is a value like any other here.
        public override bool HandleNull => true;

        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TextOf(ref reader);

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}
