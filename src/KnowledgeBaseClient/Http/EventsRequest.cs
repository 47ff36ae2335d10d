namespace KnowledgeBaseClient;

// One request for the events of a run. The endpoint comes from the vendor's public documentation, not from the API reference.
internal sealed record EventsRequest(string RunId, string? AfterEventId) : ServiceRequest("")
{
    public override string Method => "GET";

    public override string Path => $"/v1/runs/{Uri.EscapeDataString(RunId)}/events";

    public override string Expected => "a stream of run events";
}
