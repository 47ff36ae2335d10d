namespace KnowledgeBaseClient;

/// <summary>Configures an upload and the wait for its runs.</summary>
/// <remarks>Instances are not thread-safe.</remarks>
public sealed class UploadAndWaitOptions
{
    /// <summary>Gets or sets the options of the upload.</summary>
    /// <value>The default is <see langword="null"/>: the defaults of <see cref="UploadOptions"/>.</value>
    public UploadOptions? Upload { get; set; }

    /// <summary>Gets or sets the options of the wait.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the defaults of <see cref="WaitOptions"/>. The runs of each request of the upload are a wait
    /// of their own, whose timeouts begin when the request is accepted.
    /// </value>
    public WaitOptions? Wait { get; set; }

    /// <summary>Gets or sets the receiver of the progress of the upload and of the runs together.</summary>
    /// <value>
    /// The default is <see langword="null"/>. Calls come one at a time, on any thread. If it throws, the call ends with its exception.
    /// </value>
    public IProgress<UploadAndWaitProgress>? Progress { get; set; }
}
