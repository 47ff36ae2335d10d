using System.Text.Json;

namespace KnowledgeBaseClient.Tests.Json;

// The texts of small runs, and what is read from them.
internal static class RunText
{
    // A run with an id, a status and, if given, more fields: "progress": 5, "source": null
    public static string With(string? fields = null) => $$"""{"id":"r-1","status":"running"{{(fields is null ? "" : ",")}}{{fields}}}""";

    public static Run Read(string text) => JsonSerializer.Deserialize<Run>(text)!;

    public static RunSummary ReadSummary(string text) => JsonSerializer.Deserialize<RunSummary>(text)!;

    public static string Write(Run run) => JsonSerializer.Serialize(run);
}
