namespace KnowledgeBaseClient;

/// <summary>Receives the results of durable waits. Implemented by the application.</summary>
/// <remarks>
/// <para>
/// A handler is created for each result, in a scope of its own, and several may be at work at once. It is called at least once for each
/// wait, possibly again after it has done its work: the id of the wait is the idempotency key. The waits for one knowledge base form 16
/// groups; each of them has at most 32 handlers at work at once.
/// </para>
/// <para>
/// A handler that does not return within 5 seconds after its token was canceled is abandoned: it continues, but its result is ignored, and
/// the wait is delivered again. Two calls for one wait can then be at work at once.
/// </para>
/// <para>
/// An attempt during which the process ends counts as a failure, so that a handler that ends its process does not take down one silo after
/// another.
/// </para>
/// </remarks>
public interface IRunCompletionHandler
{
    /// <summary>Handles the result of one wait. The wait is removed when this method returns.</summary>
    /// <param name="completion">The result.</param>
    /// <param name="cancellationToken">
    /// Canceled when the silo stops, when the wait is canceled and after <see cref="FleetOptions.HandlerTimeout"/>. Return soon after that.
    /// </param>
    /// <returns>
    /// A task. If it fails, the handler is called again after a delay, with a higher <see cref="RunCompletion.Attempt"/>.
    /// </returns>
    Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken);
}
