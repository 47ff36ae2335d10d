namespace KnowledgeBaseClient;

// The key of the grain that polls a knowledge base with the client of this name. A knowledge base id may contain any character, but the
// name of a client has no slash.
internal static class PollerKey
{
    public static string Of(string clientName, string knowledgeBaseId) => $"{clientName}/{knowledgeBaseId}";

    public static (string ClientName, string KnowledgeBaseId) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }
}
