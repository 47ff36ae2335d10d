using System.Text.Json;

namespace KnowledgeBaseClient.Tests.Json;

// Creates, reads and writes the texts of small runs.
internal static class RunText
{
    // A run with an id, a status and, if given, more properties, such as: "progress": 5, "source": null
    public static string With(string? fields = null) => $$"""{"id":"r-1","status":"running"{{(fields is null ? "" : ",")}}{{fields}}}""";

    public static Run Read(string text) => JsonSerializer.Deserialize<Run>(text)!;

    public static RunSummary ReadSummary(string text) => JsonSerializer.Deserialize<RunSummary>(text)!;

    public static string Write(Run run) => JsonSerializer.Serialize(run);
}
