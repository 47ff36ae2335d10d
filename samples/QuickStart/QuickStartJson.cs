using System.Text.Json.Serialization;

namespace QuickStart;

/// <summary>How this program's own types look in JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunError))]
internal sealed partial class QuickStartJson : JsonSerializerContext;
