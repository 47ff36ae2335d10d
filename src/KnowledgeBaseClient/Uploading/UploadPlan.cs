namespace KnowledgeBaseClient;

// The requests of an upload: which documents each of them sends. Bytes: null if the length of a document is unknown.
internal sealed record UploadPlan(IReadOnlyList<IReadOnlyList<PlannedDocument>> Batches, int Files, long? Bytes)
{
    // Enumerates the documents once. Throws for a file that does not exist, before anything is sent.
    public static UploadPlan Create(IEnumerable<DocumentUpload> documents, UploadOptions options, KeyRedactor redactor)
    {
        var batches = new List<IReadOnlyList<PlannedDocument>>();
        var batch = new List<PlannedDocument>();
        var batchBytes = 0L;
        long? bytes = 0;
        foreach (var document in documents)
        {
            if (document is null)
            {
                throw new ArgumentException("A document is null: remove it.", nameof(documents));
            }

            var planned = new PlannedDocument(document, LengthOf(document, redactor));
            bytes = Sum(bytes, planned.Length);
            var added = planned.Length ?? options.MaxBytesPerRequest ?? 0;
            if (batch.Count > 0 && (batch.Count == options.MaxFilesPerRequest || added > options.MaxBytesPerRequest - batchBytes))
            {
                batches.Add(batch);
                (batch, batchBytes) = ([], 0);
            }

            batch.Add(planned);
            batchBytes = Sum(batchBytes, added)!.Value;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return new UploadPlan(batches, batches.Sum(documents => documents.Count), bytes);
    }

    // At most the largest number.
    private static long? Sum(long? left, long? right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    private static long? LengthOf(DocumentUpload document, KeyRedactor redactor)
    {
        try
        {
            return document.GetLength();
        }
        catch (Exception failure)
        {
            throw DocumentFailure.Unreadable(document, failure, redactor);
        }
    }
}
