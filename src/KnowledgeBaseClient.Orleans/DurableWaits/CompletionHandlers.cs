using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient;

// The handlers of this process by name. Thread-safe.
internal sealed class CompletionHandlers(
    IServiceScopeFactory scopes, IEnumerable<RunCompletionHandlerRegistration> registrations, TimeProvider time)
{
    // For a handler that does not honor its token.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Type> _types = registrations.ToDictionary(
        registration => registration.Name, registration => registration.HandlerType, StringComparer.Ordinal);

    public bool Contains(string name) => _types.ContainsKey(name);

    // On the thread pool, so that a blocking handler does not block the grain. MayCall is asked immediately before the call. False if it
    // returned false: then the handler was not called.
    public async Task<bool> CallAsync(
        string name, RunCompletion completion, TimeSpan timeout, Func<bool> mayCall, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = either.Token;
        var call = Task.Run(() => CallInScopeAsync(_types[name], completion, mayCall, token), CancellationToken.None);
        try
        {
            return await WithGraceAsync(call, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The handler did not finish within {Duration.Format(timeout)} "
                + $"({nameof(FleetOptions)}.{nameof(FleetOptions.HandlerTimeout)}).");
        }
    }

    private async Task<bool> WithGraceAsync(Task<bool> call, CancellationToken token)
    {
        try
        {
            return await call.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }

        try
        {
            return await call.WaitAsync(CancellationGrace, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            call.ObserveFailure();
            throw new OperationCanceledException("The handler does not honor its token.", token);
        }
    }

    private async Task<bool> CallInScopeAsync(Type type, RunCompletion completion, Func<bool> mayCall, CancellationToken token)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handler = (IRunCompletionHandler)scope.ServiceProvider.GetRequiredService(type);
            if (!mayCall())
            {
                return false;
            }

            await handler.HandleAsync(completion, token).ConfigureAwait(false);
            return true;
        }
    }
}
