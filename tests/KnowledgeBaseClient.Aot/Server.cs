namespace KnowledgeBaseClient.Aot;

/// <summary>The server of the runner. The runner's file Scenario.cs states what it returns for each knowledge base.</summary>
internal sealed record Server(Uri Address, string ApiKey)
{
    /// <summary>Creates a client that does not retry and polls without long delays.</summary>
    public RunsClient CreateClient(Action<KnowledgeBaseClientOptions>? configure = null)
    {
        var options = new KnowledgeBaseClientOptions
        {
            ApiKey = ApiKey,
            BaseAddress = Address,
            MaxRetries = 0,
            Polling = new PollingOptions { InitialInterval = TimeSpan.FromMilliseconds(1), MaxInterval = TimeSpan.FromMilliseconds(5) },
        };
        configure?.Invoke(options);
        return new RunsClient(options);
    }
}
