using System.Text.Json.Serialization;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>Source-generated JSON metadata for the types that this program reads and writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunError))]
[JsonSerializable(typeof(List<Run>))]
internal sealed partial class QuickStartJsonContext : JsonSerializerContext;
