namespace KnowledgeBaseClient;

/// <summary>The result of a durable wait.</summary>
public sealed record RunCompletion
{
    /// <summary>Gets the id of the wait: the idempotency key of the handler.</summary>
    public required string WaitId { get; init; }

    /// <summary>Gets the id of the knowledge base.</summary>
    public required string KnowledgeBaseId { get; init; }

    /// <summary>Gets the text that the application has registered with the wait. Null if there is none.</summary>
    public string? State { get; init; }

    /// <summary>Gets the number of this call of the handler, from 1. It grows with every call for the same wait.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets the runs that have finished, in the order in which their ids were registered.</summary>
    /// <value>All runs of the wait if <see cref="Failure"/> is null.</value>
    public IReadOnlyList<Run> Runs { get; init; } = [];

    /// <summary>Gets why the wait has ended before all runs have finished. Null if they have.</summary>
    /// <value>
    /// A <see cref="RunWaitTimeoutException"/> after <see cref="DurableWait.Timeout"/>, or a <see cref="RunNotFoundException"/> for runs
    /// that the service does not list.
    /// </value>
    public RunWaitException? Failure { get; init; }
}
