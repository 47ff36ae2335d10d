namespace KnowledgeBaseClient.Testing;

// The endpoints that the simulator has.
internal enum ServiceRoute
{
    // Lists runs.
    Runs,

    // Uploads documents.
    Upload,
}
