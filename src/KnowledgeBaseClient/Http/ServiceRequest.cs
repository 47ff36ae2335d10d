namespace KnowledgeBaseClient;

// One request to the service.
internal abstract record ServiceRequest(string KnowledgeBaseId)
{
    public abstract string Method { get; }

    // Escaped, without the path of the base address and without the query.
    public abstract string Path { get; }

    // What a successful response contains, for messages.
    public abstract string Expected { get; }

    // Sending it twice has the same effect as sending it once.
    public virtual bool IsRepeatable => true;

    // Whether the request may be sent again after this failure.
    public virtual bool MayRepeatAfter(KnowledgeBaseException failure) => true;
}
