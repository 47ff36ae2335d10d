namespace KnowledgeBaseClient;

// The attributes of spans and metrics: OpenTelemetry's semantic conventions where they have a name, or else ours.
internal static class TagNames
{
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string KnowledgeBaseId = "knowledge_base.id";
    public const string Operation = "knowledge_base.operation";
    public const string WaitKind = "knowledge_base.wait.kind";
    public const string WaitId = "knowledge_base.wait.id";
    public const string RunId = "knowledge_base.run.id";
    public const string RunStatus = "knowledge_base.run.status";
    public const string RunCount = "knowledge_base.run.count";
    public const string ChangedRunCount = "knowledge_base.run.changed_count";
    public const string PollNumber = "knowledge_base.poll.number";
    public const string PollOutcome = "knowledge_base.poll.outcome";
    public const string RequestCount = "knowledge_base.request.count";
}
