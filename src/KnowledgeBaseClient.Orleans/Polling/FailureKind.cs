namespace KnowledgeBaseClient;

// The kinds of failures that replicas tell apart. The numbers are part of messages.
internal enum FailureKind
{
    Other = 0,
    Misconfigured = 1,
    Api = 2,
    Connection = 3,
    Timeout = 4,
    InvalidResponse = 5,
}
