namespace KnowledgeBaseClient;

// The requests of an upload: which documents each of them sends. Bytes: null if the length of a document is unknown.
internal sealed record UploadPlan(IReadOnlyList<IReadOnlyList<DocumentUpload>> Batches, int Files, long? Bytes)
{
    // Enumerates the documents once. Throws for a file that does not exist, before anything is sent.
    public static UploadPlan Create(IEnumerable<DocumentUpload> documents, UploadOptions options)
    {
        var batches = new List<IReadOnlyList<DocumentUpload>>();
        var batch = new List<DocumentUpload>();
        var batchBytes = 0L;
        long? bytes = 0;
        foreach (var document in documents)
        {
            var length = LengthOf(document);
            bytes += length;
            var added = length ?? options.MaxBytesPerRequest ?? 0;
            if (batch.Count > 0 && (batch.Count == options.MaxFilesPerRequest || added > options.MaxBytesPerRequest - batchBytes))
            {
                batches.Add(batch);
                (batch, batchBytes) = ([], 0);
            }

            batch.Add(document);
            batchBytes += added;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return new UploadPlan(batches, batches.Sum(documents => documents.Count), bytes);
    }

    private static long? LengthOf(DocumentUpload? document)
    {
        if (document is null)
        {
            throw new ArgumentException("A document is null: remove it.", nameof(document));
        }

        try
        {
            return document.GetLength();
        }
        catch (Exception failure)
        {
            throw OpenDocument.Unreadable(document, failure);
        }
    }
}
