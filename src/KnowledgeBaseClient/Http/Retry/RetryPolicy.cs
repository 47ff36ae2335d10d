using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace KnowledgeBaseClient;

// Tries an attempt again after a failure that may pass: exponentially with jitter, or when the service says.
internal sealed class RetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly ResiliencePropertyKey<CallContext> Scope = new("KnowledgeBaseClient.Scope");

    private readonly TimeSpan _maxDelay;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;

    public RetryPolicy(ClientSettings settings, TimeProvider time, Func<double> random, ILogger logger)
    {
        _maxDelay = settings.MaxRetryDelay;
        _logger = logger;
        _pipeline = settings.MaxRetries == 0 ? ResiliencePipeline.Empty : Build(settings, time, random);
    }

    // Most calls succeed at once. Only one that has failed enters the pipeline, where that failure stands for the first attempt.
    public async Task<T> ExecuteAsync<T>(Func<CallContext, Task<T>> attempt, CallContext scope)
    {
        scope.BeginRequest();
        KnowledgeBaseException first;
        try
        {
            return await attempt(scope).ConfigureAwait(false);
        }
        catch (KnowledgeBaseException failure) when (ShouldRetry(failure, scope))
        {
            first = failure;
        }

        return await TryAgainAsync(attempt, first, scope).ConfigureAwait(false);
    }

    // After a first attempt that has ended in this failure, which is worth another.
    public async Task<T> TryAgainAsync<T>(Func<CallContext, Task<T>> attempt, KnowledgeBaseException failure, CallContext scope)
    {
        scope.LastFailure = failure;
        var first = ExceptionDispatchInfo.Capture(failure);
        var context = ResilienceContextPool.Shared.Get(scope.Token);
        context.Properties.Set(Scope, scope);
        var isFirst = true;
        try
        {
            return await _pipeline.ExecuteAsync(
                async _ =>
                {
                    if (isFirst)
                    {
                        isFirst = false;
                        first.Throw();
                    }

                    scope.Attempts++;
                    return await attempt(scope).ConfigureAwait(false);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(ClientSettings settings, TimeProvider time, Func<double> random) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = settings.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = random,
                Delay = FirstDelay < settings.MaxRetryDelay ? FirstDelay : settings.MaxRetryDelay,
                MaxDelay = settings.MaxRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Exception, ScopeOf(arguments.Context))),
                DelayGenerator = static arguments => ValueTask.FromResult(Hint(arguments.Outcome.Exception)),
                OnRetry = arguments =>
                {
                    var scope = ScopeOf(arguments.Context);
                    scope.LastFailure = arguments.Outcome.Exception as KnowledgeBaseException;
                    Log.TryingAgain(_logger, scope.Attempts, arguments.RetryDelay, arguments.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();

    private static CallContext ScopeOf(ResilienceContext context) => context.Properties.GetValue(Scope, null!);

    // Waiting for longer than allowed, or than there is time for, helps nobody: the caller hears at once, and for how long.
    public bool ShouldRetry(Exception? failure, CallContext scope) =>
        failure is KnowledgeBaseException { IsTransient: true }
        && (Hint(failure) is not { } hint || (hint <= _maxDelay && hint < scope.TimeLeft));

    // Null leaves the delay to the backoff. An invitation to come back at once is not taken literally by everyone at once.
    private static TimeSpan? Hint(Exception? failure) =>
        failure is KnowledgeBaseApiException { RetryAfter: { } hint } && hint > TimeSpan.Zero ? hint : null;
}
