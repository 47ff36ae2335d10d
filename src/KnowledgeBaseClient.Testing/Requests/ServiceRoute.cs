namespace KnowledgeBaseClient.Testing;

// The endpoints that the simulator has.
internal enum ServiceRoute
{
    // Lists runs.
    Runs,

    // Uploads documents.
    Upload,

    // Streams the events of a run.
    Events,
}
