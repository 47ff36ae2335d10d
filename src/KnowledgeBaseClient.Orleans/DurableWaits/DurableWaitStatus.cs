namespace KnowledgeBaseClient;

/// <summary>The state of a durable wait.</summary>
public sealed record DurableWaitStatus
{
    /// <summary>Gets the id of the wait.</summary>
    public required string WaitId { get; init; }

    /// <summary>Gets the id of the knowledge base.</summary>
    public required string KnowledgeBaseId { get; init; }

    /// <summary>Gets the ids of the runs.</summary>
    public IReadOnlyList<string> RunIds { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the name of the handler.</summary>
    public required string Handler { get; init; }

    /// <summary>Gets the text of the application. Null if there is none.</summary>
    public string? State { get; init; }

    /// <summary>Gets what is next for the wait.</summary>
    public DurableWaitPhase Phase { get; init; }

    /// <summary>Gets the number of the last call of the handler: 0 before the first one. It may skip numbers.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets how often the handler has failed.</summary>
    /// <value>
    /// At most <see cref="FleetOptions.MaxDeliveryAttempts"/>. Includes calls during which the process ended, but not those that a stop of
    /// the silo has interrupted.
    /// </value>
    public int Failures { get; init; }

    /// <summary>Gets when the wait was registered.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Gets when the wait ends even if its runs have not finished. Null for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Gets the message of the last failure, of the handler or of the wait. Null if there is none.</summary>
    /// <value>At most 1024 characters.</value>
    public string? LastError { get; init; }
}
