using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace KnowledgeBaseClient;

// The one place that decides about retries: which failures are retried, how often, and after what delay.
internal sealed class RetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    // For a service that refuses requests without saying for how long.
    private static readonly TimeSpan FirstRateLimitDelay = TimeSpan.FromSeconds(1);
    private const double RateLimitJitter = 0.25;
    private static readonly ResiliencePropertyKey<CallContext> CallKey = new("KnowledgeBaseClient.Call");
    private static readonly ResiliencePropertyKey<ServiceRequest> RequestKey = new("KnowledgeBaseClient.Request");

    private readonly ClientServices _services;
    private readonly ResiliencePipeline _pipeline;

    public RetryPolicy(ClientServices services)
    {
        _services = services;
        _pipeline = services.Settings.MaxRetries == 0 ? ResiliencePipeline.Empty : Build(services);
    }

    // Most calls succeed with the first attempt, so that one runs outside the pipeline. Only a failed call pays for Polly.
    public async Task<T> ExecuteAsync<T>(ServiceRequest request, CallContext call, Func<Task<T>> attempt)
    {
        call.BeginRequest(_services.Settings.MaxRetries);
        try
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (KnowledgeBaseException failure) when (ShouldRetry(failure, request, call))
            {
                call.LastFailure = failure;
            }

            return await RetryAsync(request, call, attempt, ExceptionDispatchInfo.Capture(call.LastFailure)).ConfigureAwait(false);
        }
        catch (Exception failure) when (call.IsEndedBy(failure))
        {
            throw call.ToException();
        }
    }

    // What a message says about a Retry-After: whether it was too long to be honored.
    public static string Describe(TimeSpan retryAfter, bool isRetryable, ClientSettings settings, CallContext call)
    {
        var limit = isRetryable && call.RetriesLeft > 0 ? ExceededLimit(retryAfter, settings, call) : null;
        var again = call.Attempts > 1 ? " again" : "";
        var consequence = limit is null ? "" : $", {limit}, so the request was not retried{again}";
        return $"Retry-After is {Duration.Format(retryAfter)}{consequence}.";
    }

    // The failed first attempt enters the pipeline as the outcome of its first execution.
    private async Task<T> RetryAsync<T>(ServiceRequest request, CallContext call, Func<Task<T>> attempt, ExceptionDispatchInfo first)
    {
        var context = ResilienceContextPool.Shared.Get(call.Token);
        context.Properties.Set(CallKey, call);
        context.Properties.Set(RequestKey, request);
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

                    call.BeginRetry();
                    return await attempt().ConfigureAwait(false);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(ClientServices services)
    {
        var settings = services.Settings;
        return new ResiliencePipelineBuilder { TimeProvider = services.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = settings.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = services.Random,
                Delay = FirstDelay < settings.MaxRetryDelay ? FirstDelay : settings.MaxRetryDelay,
                MaxDelay = settings.MaxRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(
                    ShouldRetry(arguments.Outcome.Exception, RequestOf(arguments.Context), CallOf(arguments.Context))),
                DelayGenerator = arguments => ValueTask.FromResult(
                    RequestedDelay(arguments.Outcome.Exception) ?? RateLimitDelay(arguments.Outcome.Exception, arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    var call = CallOf(arguments.Context);
                    call.LastFailure = arguments.Outcome.Exception as KnowledgeBaseException;
                    var failure = arguments.Outcome.Exception!;
                    _services.Telemetry.Metrics.AddRetry(TagValues.ErrorType(failure));
                    Log(RequestOf(arguments.Context), call, arguments.RetryDelay, failure);
                    return default;
                },
            })
            .Build();
    }

    private void Log(ServiceRequest request, CallContext call, TimeSpan delay, Exception failure)
    {
        var (logger, redactor) = (_services.Telemetry.Calls, _services.Redactor);
        if (request is EventsRequest events)
        {
            CallEvents.RetryingEvents(logger, call.Attempts, redactor.Redact(events.RunId), delay, failure.Message);
        }
        else
        {
            CallEvents.Retrying(logger, call.Attempts, redactor.Redact(request.KnowledgeBaseId), delay, failure.Message);
        }
    }

    // The limit that does not allow this delay, for a message; null if the request can be retried after it.
    private static string? ExceededLimit(TimeSpan delay, ClientSettings settings, CallContext call) =>
        delay > settings.MaxRetryDelay
            ? $"longer than {OptionNames.MaxRetryDelay} ({Duration.Format(settings.MaxRetryDelay)})"
        : delay >= call.TimeLeft
            ? $"not shorter than the {Duration.Format(call.TimeLeft)} left of {OptionNames.TotalTimeout} "
                + $"({Duration.Format(settings.TotalTimeout)})"
        : null;

    private static CallContext CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private static ServiceRequest RequestOf(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);

    // A requested delay that the limits do not allow ends the call immediately: the exception reports the delay.
    private bool ShouldRetry(Exception? failure, ServiceRequest request, CallContext call) =>
        failure is KnowledgeBaseException { IsTransient: true } transient
        && request.MayRepeatAfter(transient)
        && (RequestedDelay(failure) is not { } delay || ExceededLimit(delay, _services.Settings, call) is null);

    // At least a second, doubling. Null selects the backoff for all other failures.
    private TimeSpan? RateLimitDelay(Exception? failure, int retries)
    {
        if (failure is not RateLimitedException)
        {
            return null;
        }

        var delay = FirstRateLimitDelay * Math.Pow(2, retries) * (1 + (RateLimitJitter * _services.Random()));
        return delay < _services.Settings.MaxRetryDelay ? delay : _services.Settings.MaxRetryDelay;
    }

    // Null selects the backoff. So does a Retry-After of zero, or all clients would retry at the same moment.
    private static TimeSpan? RequestedDelay(Exception? failure) =>
        failure is KnowledgeBaseApiException { RetryAfter: { } delay } && delay > TimeSpan.Zero ? delay : null;
}
