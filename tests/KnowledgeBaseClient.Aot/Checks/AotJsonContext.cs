using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Aot.Checks;

[JsonSerializable(typeof(IngestionResult))]
[JsonSerializable(typeof(RequestError))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(RunChange))]
[JsonSerializable(typeof(RunFilter))]
internal sealed partial class AotJsonContext : JsonSerializerContext;
