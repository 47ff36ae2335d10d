namespace KnowledgeBaseClient;

/// <summary>Which runs of a knowledge base to list.</summary>
/// <remarks>
/// Sent to the service and applied once more to its answer, because the service's reference does not say how it filters.
/// Immutable; it is as thread-safe as the collection given to <see cref="RunIds"/>.
/// </remarks>
public sealed record RunFilter
{
    /// <summary>Only runs with this status.</summary>
    /// <value>
    /// By default null: runs of every status. An empty status (<c>default(RunStatus)</c>) means the same. A status that the reference does not
    /// list may be refused: an <see cref="InvalidRequestException"/>.
    /// </value>
    public RunStatus? Status { get; init; }

    /// <summary>Only the runs with these ids. Many ids are split over several requests.</summary>
    /// <value>By default null. Null and an empty collection both mean no restriction by id.</value>
    public IReadOnlyCollection<string>? RunIds { get; init; }
}
