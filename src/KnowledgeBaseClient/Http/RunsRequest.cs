namespace KnowledgeBaseClient;

// One request for a list of runs. A parameter that is null is not sent.
internal sealed record RunsRequest(string KnowledgeBaseId, string? Status, IReadOnlyList<string>? RunIds) : ServiceRequest(KnowledgeBaseId)
{
    public override string Method => "GET";

    public override string Path => $"/v1/knowledge-bases/{Uri.EscapeDataString(KnowledgeBaseId)}/runs";

    public override string Expected => "a list of runs";

    // The separator is an assumption: the API reference does not say how several ids are sent.
    public string? JoinedRunIds => RunIds is null ? null : string.Join(',', RunIds);
}
