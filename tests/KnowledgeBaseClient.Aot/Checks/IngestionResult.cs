using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>The application's own type for the output of a run.</summary>
internal sealed record IngestionResult([property: JsonPropertyName("text")] string Text, [property: JsonPropertyName("pages")] int Pages);
