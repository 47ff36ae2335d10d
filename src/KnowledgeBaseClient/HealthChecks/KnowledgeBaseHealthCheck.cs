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
        // The request of an active check tells more than polls that have ended.
        var state = (client as RunsClient)?.GetPollState(knowledgeBaseId);
        var polls = ResultOf(options.IsPassive || state?.IsPolled == true ? state : null, context);
        if (options.IsPassive)
        {
            return client is RunsClient ? polls : HealthCheckResult.Healthy("The registered client does not show its polls.");
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

    // A failure that ended the polls counts for a while.
    private HealthCheckResult ResultOf(PollState? polls, HealthCheckContext context)
    {
        if (polls is not { Failure: { } failure }
            || (!polls.IsPolled && time.GetElapsedTime(polls.PolledAt) > options.OutageTimeout))
        {
            return HealthCheckResult.Healthy();
        }

        var duration = polls.IsPolled
            ? time.GetElapsedTime(polls.FailingSince)
            : time.GetElapsedTime(polls.FailingSince, polls.PolledAt);
        return polls.IsPartial
            ? HealthCheckResult.Degraded($"Polls have failed in part for {Duration.Format(duration)}: {failure.Message}", failure)
            : ResultOf(failure, duration >= options.OutageTimeout, $"Polls have failed for {Duration.Format(duration)}: ", context);
    }

    // A rejected key and an unknown knowledge base do not pass by themselves, but a rate limit does.
    private static HealthCheckResult ResultOf(Exception failure, bool isUnreachable, string prefix, HealthCheckContext context)
    {
        var isRateLimit = failure is RateLimitedException;
        var isPermanent = failure is ApiKeyRejectedException or KnowledgeBaseNotFoundException;
        var status = !isRateLimit && (isPermanent || isUnreachable) ? context.Registration.FailureStatus : HealthStatus.Degraded;
        return new HealthCheckResult(status, prefix + failure.Message, failure);
    }
}
