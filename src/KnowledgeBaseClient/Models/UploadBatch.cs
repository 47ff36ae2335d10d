namespace KnowledgeBaseClient;

/// <summary>The documents of one request of an upload, and what became of them. Immutable and thread-safe.</summary>
public sealed class UploadBatch
{
    /// <summary>Creates the value, for tests of code that handles it.</summary>
    /// <param name="documents">The documents of the request.</param>
    /// <param name="state">What is known about the request.</param>
    /// <param name="runIds">The ids that the service returned; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="documents"/> is null.</exception>
    public UploadBatch(IEnumerable<DocumentUpload> documents, UploadBatchState state, IEnumerable<string>? runIds = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        (Documents, State, RunIds) = ([.. documents], state, [.. runIds ?? []]);
    }

    /// <summary>Gets the documents of the request.</summary>
    public IReadOnlyList<DocumentUpload> Documents { get; }

    /// <summary>Gets what is known about the request.</summary>
    public UploadBatchState State { get; }

    /// <summary>Gets the ids of the runs that ingest the documents.</summary>
    /// <value>
    /// If the outcome is unknown, those that were received before the response ended or became unreadable. The service does not say which
    /// id belongs to which document.
    /// </value>
    public IReadOnlyList<string> RunIds { get; }

    /// <summary>Returns the state and the names of the documents.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{State}: {string.Join(", ", Documents)}";
}
