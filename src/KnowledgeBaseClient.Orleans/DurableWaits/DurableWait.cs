namespace KnowledgeBaseClient;

/// <summary>A wait to register with <see cref="IDurableWaits"/>.</summary>
public sealed class DurableWait
{
    /// <summary>Gets the id of the wait, unique within its knowledge base. Registering it again has no effect.</summary>
    /// <value>At most 256 characters.</value>
    public required string Id { get; init; }

    /// <summary>Gets the id of the knowledge base.</summary>
    /// <value>At most 256 characters.</value>
    public required string KnowledgeBaseId { get; init; }

    /// <summary>Gets the ids of the runs.</summary>
    /// <value>At least one, at most 10,000. A repeated id counts once.</value>
    public required IReadOnlyCollection<string> RunIds { get; init; }

    /// <summary>Gets the name of the handler, as given to <c>AddRunCompletionHandler</c>.</summary>
    /// <value>At most 256 characters.</value>
    public required string Handler { get; init; }

    /// <summary>Gets a text of the application that the handler receives, such as the id of an order.</summary>
    /// <value>At most 4096 bytes in UTF-8. Null by default. It is stored in clear text: no secrets.</value>
    public string? State { get; init; }

    /// <summary>Gets how long to wait for the runs, from the registration on.</summary>
    /// <value>The default is <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: no limit. From 1 second to 49 days.</value>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Gets how long the service may not list a run before the wait ends with a <see cref="RunNotFoundException"/>.</summary>
    /// <value>
    /// The default is 30 seconds. From zero to 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.
    /// </value>
    public TimeSpan MissingGrace { get; init; } = TimeSpan.FromSeconds(30);
}
