namespace KnowledgeBaseClient;

// One request to the endpoint. A parameter that is null is not sent.
internal sealed record RunsRequest(string KnowledgeBaseId, string? Status, IReadOnlyList<string>? RunIds)
{
    public const string Method = "GET";

    public string Path => $"/v1/knowledge-bases/{Uri.EscapeDataString(KnowledgeBaseId)}/runs";

    // The separator is an assumption: the API reference does not say how several ids are sent.
    public string? JoinedRunIds => RunIds is null ? null : string.Join(',', RunIds);
}
