using System.Globalization;
using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

/// <summary>What is known about an upload that failed: which documents the service has accepted, and which it may have accepted.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class UploadOutcome
{
    // Not in Exception.Data: an exception of the application may override it.
    private static readonly ConditionalWeakTable<Exception, UploadOutcome> Outcomes = [];

    /// <summary>Creates the value, for tests of code that handles it.</summary>
    /// <param name="batches">The requests of the upload, in order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="batches"/> is null.</exception>
    public UploadOutcome(IEnumerable<UploadBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Batches = [.. batches];
        RunIds = [.. Batches.SelectMany(batch => batch.RunIds)];
        UnknownDocuments = DocumentsOf(UploadBatchState.Unknown);
        NotAcceptedDocuments = DocumentsOf(UploadBatchState.NotAccepted);
    }

    /// <summary>Gets the requests of the upload, in the order of its documents.</summary>
    public IReadOnlyList<UploadBatch> Batches { get; }

    /// <summary>Gets the ids of the runs that the service has certainly started.</summary>
    /// <value>In the order of the requests. Wait for them as usual.</value>
    public IReadOnlyList<string> RunIds { get; }

    /// <summary>Gets the documents that the service may have accepted.</summary>
    /// <value>Uploading them again may ingest them twice: list the runs first.</value>
    public IReadOnlyList<DocumentUpload> UnknownDocuments { get; }

    /// <summary>Gets the documents that the service has certainly not accepted.</summary>
    /// <value>It is safe to upload them again.</value>
    public IReadOnlyList<DocumentUpload> NotAcceptedDocuments { get; }

    /// <summary>Returns what is known about the upload that an exception has ended.</summary>
    /// <param name="failure">
    /// Any exception of <see cref="IRunsClient.UploadAsync"/> or <c>UploadAndWaitAsync</c>, also one of cancellation.
    /// </param>
    /// <returns>
    /// The outcome; null if the exception comes from another call, or if no request was planned, such as for invalid arguments.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="failure"/> is null.</exception>
    public static UploadOutcome? Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Outcomes.TryGetValue(failure, out var outcome) ? outcome : null;
    }

    /// <summary>Returns how many documents were accepted, may have been accepted, and were not accepted.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        var accepted = DocumentsOf(UploadBatchState.Accepted).Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted} accepted (runs: {RunIds.Count}), {UnknownDocuments.Count} unknown, {NotAcceptedDocuments.Count} not accepted");
    }

    internal void AttachTo(Exception failure) => Outcomes.AddOrUpdate(failure, this);

    private IReadOnlyList<DocumentUpload> DocumentsOf(UploadBatchState state) =>
        [.. Batches.Where(batch => batch.State == state).SelectMany(batch => batch.Documents)];
}
