using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Aot.Checks;

[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(RunChange))]
internal sealed partial class AotJsonContext : JsonSerializerContext;
