namespace KnowledgeBaseClient;

// Knows the shards that may have waits, and keeps them active. Its key is the name of the fleet.
[Alias("KnowledgeBaseClient.IWaitIndexGrain")]
internal interface IWaitIndexGrain : IGrainWithStringKey
{
    // Stored when it returns.
    [Alias("Add")]
    Task AddAsync(string shardKey);

    // Called by every silo at intervals.
    [Alias("Ping")]
    Task PingAsync();
}
