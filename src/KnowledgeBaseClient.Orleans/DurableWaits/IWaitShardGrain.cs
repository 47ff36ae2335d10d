namespace KnowledgeBaseClient;

// A sixteenth of the waits for one knowledge base. Its key is a ShardKey.
[Alias("KnowledgeBaseClient.IWaitShardGrain")]
internal interface IWaitShardGrain : IGrainWithStringKey
{
    // False if a wait with this id exists already. Stored when it returns.
    [Alias("Register")]
    Task<bool> RegisterAsync(WaitRegistration registration);

    // False if there is no such wait.
    [Alias("Cancel")]
    Task<bool> CancelAsync(string waitId);

    // The waits that follow this id; null for the first ones.
    [Alias("List")]
    Task<WaitPage> ListAsync(string? afterId);

    // Activates the shard, which resumes its waits. False if it has none.
    [Alias("Ping")]
    Task<bool> PingAsync();
}
