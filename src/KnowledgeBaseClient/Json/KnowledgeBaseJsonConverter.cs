using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>Reads and writes the models as the service does, whatever the options of the serializer that asks.</summary>
/// <remarks>
/// Public only because source-generated contexts of other assemblies have to name it; the models bring it along by themselves. Thread-safe.
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
        : null;
}
