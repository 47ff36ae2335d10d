namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>How a test reaches the web API.</summary>
public enum TestHostKind
{
    /// <summary>Without a network.</summary>
    InMemory,

    /// <summary>Over HTTP on loopback.</summary>
    Http,
}
