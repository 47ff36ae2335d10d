using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>An entry of the application's archive: the application's own type, with models of the library in it.</summary>
internal sealed record ArchivedRun(DateTimeOffset ArchivedAt, Run Run, RunChange? LastChange)
{
    public string ToJson() => JsonSerializer.Serialize(this, ArchiveContext.Default.ArchivedRun);

    public static ArchivedRun Parse(string json) =>
        JsonSerializer.Deserialize(json, ArchiveContext.Default.ArchivedRun) ?? throw new JsonException("The entry is null.");

    /// <summary>Returns the output as the application's own type; null if the run has none.</summary>
    [JsonIgnore]
    public ImportOutput? Output => Run.Output.Deserialize(ArchiveContext.Default.ImportOutput);
}
