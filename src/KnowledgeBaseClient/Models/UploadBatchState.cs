namespace KnowledgeBaseClient;

/// <summary>What is known about one request of an upload.</summary>
public enum UploadBatchState
{
    /// <summary>The service has certainly not accepted the documents: the request was not sent, or it was rejected.</summary>
    NotAccepted,

    /// <summary>The service has accepted the documents and returned the ids of their runs.</summary>
    Accepted,

    /// <summary>The service may have accepted the documents: the request was sent, but its response is missing or unclear.</summary>
    Unknown,
}
