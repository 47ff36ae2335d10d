namespace KnowledgeBaseClient.Fleet.Proof;

internal enum StorageKind
{
    Postgres,
    Redis,
}
