using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

// The types of the endpoint without reflection, as Refit and trimming want them. How the models are read and written is their converters' matter:
// generated code can keep neither unknown fields nor opaque ones as text without parsing them.
[JsonSerializable(typeof(IReadOnlyList<Run>))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
internal sealed partial class KnowledgeBaseJsonContext : JsonSerializerContext;
