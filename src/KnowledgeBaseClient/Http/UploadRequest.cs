namespace KnowledgeBaseClient;

// One request that uploads documents. The endpoint comes from the vendor's public documentation, not from the API reference.
internal sealed record UploadRequest(string KnowledgeBaseId, string? Prefix) : ServiceRequest(KnowledgeBaseId)
{
    public override string Method => "POST";

    public override string Path => $"/v1/knowledge-bases/{Uri.EscapeDataString(KnowledgeBaseId)}/upload_train";

    public override string Expected => "a list of run ids";

    // An attempt has begun to send documents, and the service may have acted on them.
    public bool HasSentDocuments { get; set; }

    public override bool IsRepeatable => !HasSentDocuments;

    // Every accepted request starts new runs: only one without an effect may be repeated.
    public override bool MayRepeatAfter(KnowledgeBaseException failure) => HadNoEffect(failure);

    // Certain that the service has started no run: its response says so, or there is no response and no document was sent.
    public bool HadNoEffect(Exception failure) => failure switch
    {
        KnowledgeBaseApiException => FailureTable.Of(failure).HasNoEffect,
        InvalidResponseException => false,
        _ => !HasSentDocuments,
    };
}
