using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>
/// Converts the models and their enumerations from and to the JSON of the service. The options of the serializer do not change the result.
/// </summary>
/// <remarks>
/// The models apply this converter through <see cref="JsonConverterAttribute"/>. It is public only because source-generated contexts in
/// other assemblies must reference it. Thread-safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KnowledgeBaseJsonConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => Find(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Find(typeToConvert);

    private static JsonConverter? Find(Type type) =>
        type == typeof(Run) ? RunConverters.Run
        : type == typeof(RunSummary) ? RunConverters.Summary
        : type == typeof(Workflow) ? RunConverters.Workflow
        : type == typeof(WorkflowMeta) ? RunConverters.WorkflowMeta
        : type == typeof(ProgressDetails) ? RunConverters.ProgressDetails
        : type == typeof(RunStatus) ? RunConverters.Status
        : type == typeof(RawJson) ? RunConverters.Raw
        : type == typeof(RunStatusKind) ? RunConverters.StatusKind
        : type == typeof(RunChangeKind) ? RunConverters.ChangeKind
        : type == typeof(NodeState) ? RunConverters.NodeState
        : type == typeof(RunEventKind) ? RunConverters.EventKind
        : type == typeof(IReadOnlyList<string>) ? RunConverters.Location
        : null;
}
