namespace KnowledgeBaseClient.TestSupport;

/// <summary>Lists of runs as the service returns them.</summary>
internal static class RunsJson
{
    /// <summary>A list of running runs with these ids.</summary>
    public static string Running(params IEnumerable<string> ids) =>
        $"[{string.Join(",", ids.Select(id => $$"""{"id":"{{id}}","status":"running"}"""))}]";
}
