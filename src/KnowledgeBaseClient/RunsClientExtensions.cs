namespace KnowledgeBaseClient;

/// <summary>Extension methods for <see cref="IRunsClient"/>.</summary>
public static class RunsClientExtensions
{
    /// <summary>Lists the runs with a status.</summary>
    /// <param name="client">The client.</param>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="status">The status that the runs must have. Not empty.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The runs in the order of the service.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <inheritdoc cref="IRunsClient.ListAsync" path="/exception"/>
    public static Task<IReadOnlyList<Run>> ListAsync(
        this IRunsClient client, string knowledgeBaseId, RunStatus status, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return status == default
            ? throw new ArgumentException("The status is empty: pass a status, or call ListAsync without one.", nameof(status))
            : client.ListAsync(knowledgeBaseId, new RunFilter { Status = status }, cancellationToken);
    }

    /// <summary>Gets one run that must exist. <see cref="IRunsClient.FindAsync"/> returns null instead.</summary>
    /// <param name="client">The client.</param>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="runId">The id of the run, for example of a <see cref="RunChange.Current"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="RunNotFoundException">The service does not list the run.</exception>
    /// <inheritdoc cref="IRunsClient.FindAsync" path="/exception"/>
    public static async Task<Run> GetAsync(
        this IRunsClient client, string knowledgeBaseId, string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return await client.FindAsync(knowledgeBaseId, runId, cancellationToken).ConfigureAwait(false)
            ?? throw new RunNotFoundException(
                $"The knowledge base {knowledgeBaseId} does not list the run {runId}. Check the id, and that the run belongs to this "
                + "knowledge base. A run that was just created can be missing for a moment.")
            {
                RunIds = [runId],
                Pending = [runId],
            };
    }
}
