using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KnowledgeBaseClient;

// Checks one knowledge base: with a request, unless the check is passive, and by what the polls of the client see.
internal sealed class KnowledgeBaseHealthCheck(
    IRunsClient client, string knowledgeBaseId, KnowledgeBaseHealthCheckOptions options, TimeProvider time) : IHealthCheck
{
    // The smallest response: the service does not list this run.
    private const string UnlistedRun = "health-check";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var polls = ResultOf((client as RunsClient)?.GetPollState(knowledgeBaseId), context);
        if (options.IsPassive)
        {
            return polls;
        }

        var request = await SendRequestAsync(context, cancellationToken).ConfigureAwait(false);
        return request.Status <= polls.Status ? request : polls;
    }

    private async Task<HealthCheckResult> SendRequestAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await client.FindAsync(knowledgeBaseId, UnlistedRun, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return ResultOf(failure, isUnreachable: true, "", context);
        }

        var elapsed = time.GetElapsedTime(started);
        return elapsed > options.DegradedAfter
            ? HealthCheckResult.Degraded(
                $"The request took {Duration.Format(elapsed)}, longer than {Duration.Format(options.DegradedAfter)}.")
            : HealthCheckResult.Healthy();
    }

    private HealthCheckResult ResultOf(PollState? polls, HealthCheckContext context) =>
        polls is { Failure: { } failure, FailingFor: var duration }
            ? ResultOf(failure, duration >= options.OutageTimeout, $"Polls have failed for {Duration.Format(duration)}: ", context)
            : HealthCheckResult.Healthy();

    // A rejected key or an unknown knowledge base does not pass by itself, and a rate limit does.
    private static HealthCheckResult ResultOf(Exception failure, bool isUnreachable, string prefix, HealthCheckContext context)
    {
        var isRateLimit = failure is RateLimitedException;
        var isPermanent = failure is not KnowledgeBaseException { IsTransient: true };
        var status = !isRateLimit && (isPermanent || isUnreachable) ? context.Registration.FailureStatus : HealthStatus.Degraded;
        return new HealthCheckResult(status, prefix + failure.Message, failure);
    }
}
