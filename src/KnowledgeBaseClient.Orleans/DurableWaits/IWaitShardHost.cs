namespace KnowledgeBaseClient;

// What a shard needs of its grain.
internal interface IWaitShardHost
{
    // Writes a copy of the state that is never changed: the storage provider may serialize it on another thread.
    Task WriteAsync(WaitShardState copy);

    // Adds the shard to the index of the fleet. Stored when it returns.
    Task AddToIndexAsync();

    // Ends this activation as soon as it has no calls.
    void Deactivate();
}
