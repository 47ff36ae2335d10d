namespace KnowledgeBaseClient;

// The options as messages name them.
internal static class OptionNames
{
    public const string ApiKeyProvider = $"{Client}.{nameof(KnowledgeBaseClientOptions.ApiKeyProvider)}";
    public const string AttemptTimeout = $"{Client}.{nameof(KnowledgeBaseClientOptions.AttemptTimeout)}";
    public const string BaseAddress = $"{Client}.{nameof(KnowledgeBaseClientOptions.BaseAddress)}";
    public const string MaxResponseBytes = $"{Client}.{nameof(KnowledgeBaseClientOptions.MaxResponseBytes)}";
    public const string MaxRunIdsPerRequest = $"{Client}.{nameof(KnowledgeBaseClientOptions.MaxRunIdsPerRequest)}";
    public const string MaxRetryDelay = $"{Client}.{nameof(KnowledgeBaseClientOptions.MaxRetryDelay)}";
    public const string TotalTimeout = $"{Client}.{nameof(KnowledgeBaseClientOptions.TotalTimeout)}";

    public const string MissingGrace = $"{nameof(WaitOptions)}.{nameof(WaitOptions.MissingGrace)}";
    public const string StallTimeout = $"{nameof(WaitOptions)}.{nameof(WaitOptions.StallTimeout)}";
    public const string WaitTimeout = $"{nameof(WaitOptions)}.{nameof(WaitOptions.Timeout)}";

    public const string MaxBytesPerRequest = $"{nameof(UploadOptions)}.{nameof(UploadOptions.MaxBytesPerRequest)}";
    public const string MaxFilesPerRequest = $"{nameof(UploadOptions)}.{nameof(UploadOptions.MaxFilesPerRequest)}";
    public const string UploadPrefix = $"{nameof(UploadOptions)}.{nameof(UploadOptions.Prefix)}";

    private const string Client = nameof(KnowledgeBaseClientOptions);
}
