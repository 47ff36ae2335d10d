using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

[JsonSerializable(typeof(IReadOnlyList<Run>))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
internal sealed partial class KnowledgeBaseJsonContext : JsonSerializerContext;
