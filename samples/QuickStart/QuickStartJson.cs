using System.Text.Json.Serialization;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>How this program's own types look in JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunError))]
[JsonSerializable(typeof(List<Run>))]
internal sealed partial class QuickStartJson : JsonSerializerContext;
