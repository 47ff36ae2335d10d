namespace KnowledgeBaseClient;

/// <summary>Configures an upload: the folder of the documents, the size of its requests and progress reports.</summary>
/// <remarks>An upload copies its options when it begins, so later changes have no effect on it. Instances are not thread-safe.</remarks>
public sealed class UploadOptions
{
    /// <summary>Gets or sets the folder of the documents in the knowledge base.</summary>
    /// <value>
    /// For example <c>/contracts/2026</c>. The default is <see langword="null"/>: the service decides. At most 1024 characters. Sent as
    /// <c>prefix</c> (from the vendor's public documentation, not from the API reference).
    /// </value>
    public string? Prefix { get; set; }

    /// <summary>Gets or sets how many documents one request may contain.</summary>
    /// <value>The default is 20. From 1 to 1000. The documents of a request are open at the same time.</value>
    public int MaxFilesPerRequest { get; set; } = 20;

    /// <summary>Gets or sets how large the documents of one request may be together.</summary>
    /// <value>
    /// In bytes. The default is 100 MiB. At least 1, or <see langword="null"/> for no limit. A larger document is sent in a request of its
    /// own.
    /// </value>
    public long? MaxBytesPerRequest { get; set; } = 100 * 1024 * 1024;

    /// <summary>Gets or sets how many requests may be in flight at the same time.</summary>
    /// <value>The default is 3. From 1 to 100.</value>
    public int MaxConcurrentRequests { get; set; } = 3;

    /// <summary>Gets or sets the receiver of the progress: for each MiB, for each document and for each accepted request.</summary>
    /// <value>
    /// The default is <see langword="null"/>. Calls come one at a time, from the threads that send the documents, and never after the
    /// upload has ended. If it throws, it is not called again, and the upload ends with its exception when the requests in flight have
    /// ended.
    /// </value>
    public IProgress<UploadProgress>? Progress { get; set; }

    internal UploadOptions Clone() => (UploadOptions)MemberwiseClone();
}
