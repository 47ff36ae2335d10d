using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

// Source-generated metadata for the endpoint's types, which Refit and trimming require. The models have their own converters, because
// generated code can neither keep unknown properties nor keep opaque ones as text without parsing them.
[JsonSerializable(typeof(IReadOnlyList<Run>))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
internal sealed partial class KnowledgeBaseJsonContext : JsonSerializerContext;
