using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// The nodes of a run, in the order in which they run.
internal sealed class RunNodes(IReadOnlyList<string> nodes)
{
    public IReadOnlyList<string> All => nodes;

    // Opaque JSON in the shape that the service uses. Absent without nodes.
    public RawJson ToDefinition() => nodes.Count == 0
        ? default
        : RawJson.Parse($$"""{"nodes":[{{string.Join(',', nodes.Select(Describe))}}],"edges":[]}""");

    public ProgressDetails? ToDetails(IEnumerable<string> executed, string? running, int progress)
    {
        if (nodes.Count == 0)
        {
            return null;
        }

        var done = executed.ToHashSet(StringComparer.Ordinal);
        return new ProgressDetails
        {
            ExecutedNodes = [.. nodes.Where(done.Contains)],
            RunningNodes = running is null ? [] : [running],
            RemainingNodes = [.. nodes.Where(node => node != running && !done.Contains(node))],
            TotalProgress = progress,
        };
    }

    // Each node has a name of its own.
    public static string[] Copy(IEnumerable<string>? nodes, IEnumerable<string> others, string parameterName)
    {
        string[] copy = [.. nodes ?? []];
        var known = others.ToHashSet(StringComparer.Ordinal);
        return copy.FirstOrDefault(node => string.IsNullOrWhiteSpace(node) || !known.Add(node)) is { } invalid
            ? throw new ArgumentException($"The node '{invalid}' is empty or occurs twice: give each node its own name.", parameterName)
            : copy;
    }

    private static string Describe(string node) =>
        $$"""{"id":"{{JsonEncodedText.Encode(node)}}","type":"Node","name":"{{JsonEncodedText.Encode(node)}}"}""";
}
