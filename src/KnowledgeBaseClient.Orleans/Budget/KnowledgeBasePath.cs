namespace KnowledgeBaseClient;

internal static class KnowledgeBasePath
{
    private const string Prefix = "/v1/knowledge-bases/";

    // The escaped id in the path of a request, or an empty string: requests for the events of a run do not have one.
    public static string IdOf(Uri? address)
    {
        var path = address is { IsAbsoluteUri: true } ? address.AbsolutePath : "";

        // The last one, because the path of the base address may contain anything.
        var start = path.LastIndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var id = path[(start + Prefix.Length)..];
        var end = id.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? id : id[..end];
    }
}
