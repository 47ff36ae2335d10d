using System.Runtime.CompilerServices;

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

    /// <summary>Uploads documents and returns each of their runs when it has finished or awaits human feedback.</summary>
    /// <param name="client">The client.</param>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="documents">The documents. If empty, nothing is sent and the result is empty.</param>
    /// <param name="options">The options of the upload and of the wait, and progress reports; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the upload and the wait, but not the runs.</param>
    /// <returns>
    /// The runs in the order in which they finish, also while later documents are still being uploaded. The upload begins when the first
    /// run is requested. The result can be enumerated once. Ending the enumeration early cancels the upload: to know the ids of the runs
    /// that were started, keep those of the last progress report.
    /// </returns>
    /// <remarks>
    /// If the upload fails, the runs that have finished until then are returned before the exception. If the wait for a run fails, the
    /// upload still completes before the exception is thrown. <see cref="UploadOutcome.Of"/> returns the ids of all runs that were started
    /// for both kinds of exceptions: wait for them with <see cref="IRunsClient.WaitForEachAsync"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="documents"/> is null.</exception>
    /// <exception cref="RunWaitException">The wait for a run failed, as in <see cref="IRunsClient.WaitForEachAsync"/>.</exception>
    /// <inheritdoc cref="IRunsClient.UploadAsync" path="/exception"/>
    public static IAsyncEnumerable<Run> UploadAndWaitAsync(
        this IRunsClient client,
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadAndWaitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(documents);
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        options ??= new UploadAndWaitOptions();
        UploadOptionsValidator.CopyAndValidate(options.Upload);
        WaitOptionsValidator.CopyAndValidate(options.Wait);
        return UploadAndWaitAsync(client, knowledgeBaseId, [.. documents], options, new StrongBox<int>(), cancellationToken);
    }

    private static async IAsyncEnumerable<Run> UploadAndWaitAsync(
        IRunsClient client,
        string knowledgeBaseId,
        IReadOnlyList<DocumentUpload> documents,
        UploadAndWaitOptions options,
        StrongBox<int> enumerations,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        if (Interlocked.Increment(ref enumerations.Value) > 1)
        {
            throw new InvalidOperationException(
                "The result of UploadAndWaitAsync was enumerated twice, which would upload the documents twice: call the method again for "
                + "that, or keep the runs in a list.");
        }

        using var job = new UploadJob(client, knowledgeBaseId, documents, options, cancellationToken, enumeration);
        var running = job.RunAsync();
        try
        {
            while (await job.NextAsync().ConfigureAwait(false) is { } finished)
            {
                yield return finished.Run;
                finished.Processed.SetResult();
            }
        }
        finally
        {
            await job.EndAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }
}
