namespace KnowledgeBaseClient;

/// <summary>Waits for runs that survive the process, and the whole cluster.</summary>
/// <remarks>
/// <para>
/// Each wait is stored under its id when it is registered. When its runs have finished, the <see cref="IRunCompletionHandler"/> that it
/// names is called in one of the silos of the cluster, at least once.
/// </para>
/// <para>Thread-safe. It needs the cluster: while the cluster is out of reach, every method throws.</para>
/// </remarks>
public interface IDurableWaits
{
    /// <summary>Stores a wait. It is stored when this method returns.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="cancellationToken">Cancels the call. The wait may be stored all the same.</param>
    /// <returns>True if the wait is new; false if a wait with this id exists already: then nothing has changed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="wait"/> is null.</exception>
    /// <exception cref="ArgumentException">The wait is invalid: the message says what to correct.</exception>
    /// <exception cref="InvalidOperationException">
    /// The waits for this knowledge base take up too much storage. They form 16 groups, and the ids and texts of each group may take up
    /// 16 MB. Register the wait when others are delivered, and cancel dead letters.
    /// </exception>
    /// <exception cref="FleetUnavailableException">
    /// The cluster or its storage is out of reach. The wait may be stored: register it again.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    Task<bool> RegisterAsync(DurableWait wait, CancellationToken cancellationToken = default);

    /// <summary>Removes a wait, also a dead letter.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="waitId">The id of the wait.</param>
    /// <param name="cancellationToken">Cancels the call. The wait may be removed all the same.</param>
    /// <returns>
    /// True if the wait was removed; false if there is none. If its handler is at work, the token of the handler is canceled. This method
    /// does not wait for the handler to return, and the handler is not called again.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// An id is null, empty, longer than 256 characters or not valid Unicode, or the service does not support the id of the knowledge base.
    /// </exception>
    /// <exception cref="FleetUnavailableException">
    /// The cluster or its storage is out of reach. The wait may be removed: cancel it again.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    Task<bool> CancelAsync(string knowledgeBaseId, string waitId, CancellationToken cancellationToken = default);

    /// <summary>Lists the waits for the runs of a knowledge base, dead letters included, in no particular order.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The waits. Those that were delivered are no longer among them.</returns>
    /// <exception cref="ArgumentException">
    /// The id is null, empty, longer than 256 characters or not valid Unicode, or the service does not support it.
    /// </exception>
    /// <exception cref="FleetUnavailableException">The cluster or its storage is out of reach, during the enumeration.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was canceled, during the enumeration.
    /// </exception>
    IAsyncEnumerable<DurableWaitStatus> ListAsync(string knowledgeBaseId, CancellationToken cancellationToken = default);
}
