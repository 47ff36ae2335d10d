using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// The output of a failed run, in a shape that the service uses.
internal static class RunErrors
{
    public static RawJson ToOutput(string error, string? node)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        var message = JsonEncodedText.Encode(error);
        return RawJson.Parse(node is null
            ? $$$"""{"error":"{{{message}}}"}"""
            : $$$"""{"error":{"node_id":"{{{JsonEncodedText.Encode(node)}}}","message":"{{{message}}}"}}""");
    }

    public static string? NodeOf(RawJson output) =>
        output != default && output.TryGetProperty("error", out var error) && error.TryGetProperty("node_id", out var node)
            ? node.GetString()
            : null;
}
