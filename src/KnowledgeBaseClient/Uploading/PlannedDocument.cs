namespace KnowledgeBaseClient;

// A document, and its length in bytes when the upload was planned; null if it is unknown.
internal readonly record struct PlannedDocument(DocumentUpload Document, long? Length);
