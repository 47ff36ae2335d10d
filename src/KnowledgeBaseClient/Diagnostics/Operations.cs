namespace KnowledgeBaseClient;

// The names of spans, and the values of the attribute knowledge_base.operation.
internal static class Operations
{
    public const string List = "list_runs";
    public const string ListSummaries = "list_summaries";
    public const string Stream = "stream_runs";
    public const string Find = "find_run";
    public const string Wait = "wait_for_runs";
    public const string Watch = "watch_runs";
    public const string Poll = "poll_runs";
    public const string StreamEvents = "stream_run_events";
    public const string Upload = "upload_documents";
}
