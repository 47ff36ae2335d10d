namespace KnowledgeBaseClient;

// One request to the endpoint. Null means that the parameter is not sent.
internal sealed record RunsRequest(string KnowledgeBaseId, string? Status, IReadOnlyList<string>? Ids)
{
    public const string Method = "GET";

    public string Path => $"/v1/knowledge-bases/{Uri.EscapeDataString(KnowledgeBaseId)}/runs";

    // That commas separate several ids is assumed: the contract does not say.
    public string? RunIds => Ids is null ? null : string.Join(',', Ids);
}
