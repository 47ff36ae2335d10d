namespace KnowledgeBaseClient;

// Polls one knowledge base for all replicas of a cluster. Its key is a PollerKey.
[Alias("KnowledgeBaseClient.IPollerGrain")]
internal interface IPollerGrain : IGrainWithStringKey
{
    // Changes what a replica subscribes to, and returns what polls have found out since the last response.
    [Alias("Ask")]
    Task<PollerResponse> AskAsync(PollerRequest request);
}
