namespace KnowledgeBaseClient;

/// <summary>Selects runs of a knowledge base by status and id.</summary>
/// <remarks>
/// The filter is sent to the service and applied again to its response, because the API reference does not specify how the service filters.
/// Immutable, and as thread-safe as the collection that <see cref="RunIds"/> is set to.
/// </remarks>
public sealed record RunFilter
{
    /// <summary>Gets the status that runs must have.</summary>
    /// <value>
    /// The default is <see langword="null"/>: any status. An empty status (<c>default(RunStatus)</c>) means the same. The service may
    /// reject a status that its API reference does not list; the call then throws an <see cref="InvalidRequestException"/>.
    /// </value>
    public RunStatus? Status { get; init; }

    /// <summary>Gets the ids of the runs to select; many ids are split over several requests.</summary>
    /// <value>The default is <see langword="null"/>. Null and an empty collection both select runs with any id.</value>
    public IReadOnlyCollection<string>? RunIds { get; init; }
}
