using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Benchmarks;

[JsonSerializable(typeof(List<BaselineRun>))]
internal sealed partial class BaselineJsonContext : JsonSerializerContext;
