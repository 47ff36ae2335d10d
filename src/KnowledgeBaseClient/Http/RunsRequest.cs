namespace KnowledgeBaseClient;

// One request to the endpoint. Null means that the parameter is not sent.
internal sealed record RunsRequest(string KnowledgeBaseId, string? Status, string? RunIds)
{
    public const string Method = "GET";

    public string Path => $"/v1/knowledge-bases/{Uri.EscapeDataString(KnowledgeBaseId)}/runs";
}
