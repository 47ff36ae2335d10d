using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Reports the polls of one knowledge base: a span, metrics and log events. Used by one poll at a time.
internal sealed class PollTelemetry(ClientTelemetry client, string knowledgeBaseId)
{
    // An outage that ended the waits continues with the next one, unless that comes much later.
    private static readonly TimeSpan MaxGap = TimeSpan.FromMinutes(10);

    private readonly OutageLog _outage =
        client.GetPollState(knowledgeBaseId) is { Outage: { } outage } last && client.Time.GetElapsedTime(last.PolledAt) < MaxGap
            ? outage
            : new OutageLog(client.Time);

    // Evaluated on each use: the key to redact may not be known yet.
    private string KnowledgeBaseId => client.Redact(knowledgeBaseId);

    // Before the results are delivered: a wait that they complete ends its span.
    public static void Link(Poll poll, IEnumerable<IPollSubscriber> subscriptions)
    {
        if (poll.Activity is { } activity)
        {
            foreach (var subscription in subscriptions.Where(subscription => subscription.FirstPoll <= poll.Input.Number))
            {
                subscription.Telemetry?.AddPoll(activity);
            }
        }
    }

    public void Begin(Poll poll)
    {
        poll.Activity = client.StartPoll()?
            .SetTag(TagNames.PollNumber, poll.Input.Number)
            .SetTag(TagNames.KnowledgeBaseId, KnowledgeBaseId);
        if (client.Polling.IsEnabled(LogLevel.Debug))
        {
            PollingEvents.PollStarted(
                client.Polling, poll.Input.Number, KnowledgeBaseId, poll.Input.OpenIds.Count, poll.Input.IncludesAllRuns);
        }
    }

    // Before the results are delivered, so that the log has the cause before the exception that it leads to.
    public void AddOutcome(Poll poll)
    {
        if (poll.Failure is { } failure)
        {
            client.Metrics.AddPoll(poll.HasSucceeded ? "partial" : "failure", TagValues.ErrorType(failure));
            poll.Activity.Fail(failure);
            if (_outage.AddFailure(poll.Input.StartedAt))
            {
                PollingEvents.PollFailed(
                    client.Polling,
                    KnowledgeBaseId,
                    _outage.FailedPolls,
                    _outage.Duration,
                    Sentence.End(failure.Message),
                    _outage.Interval);
            }

            client.SetPollState(
                knowledgeBaseId,
                new PollState(failure, poll.HasSucceeded, _outage, _outage.FailingSince, client.Time.GetTimestamp()));
            return;
        }

        client.Metrics.AddPoll("success", errorType: null);
        client.SetPollState(knowledgeBaseId, PollState.Success);
        if (_outage.AddSuccess() is > 0 and var failedPolls)
        {
            PollingEvents.PollingRecovered(client.Polling, KnowledgeBaseId, failedPolls, _outage.Duration);
        }
    }

    // The last wait or watch has ended. A failure that may have ended it is kept for health checks.
    public void Stop() => client.SetPollState(
        knowledgeBaseId, client.GetPollState(knowledgeBaseId) is { Failure: not null } state ? state with { IsPolled = false } : null);

    public void Complete(Poll poll, int changes, TimeSpan nextDelay)
    {
        if (poll.NewStatuses is { } statuses)
        {
            statuses.ForEach(client.Metrics.AddStatus);
            statuses.ForEach(status => client.CheckStatus(status, knowledgeBaseId));
        }

        poll.Activity?
            .SetTag(TagNames.KnowledgeBaseId, KnowledgeBaseId)
            .SetTag(TagNames.RequestCount, poll.Requests)
            .SetTag(TagNames.RunCount, poll.Runs.Count)
            .SetTag(TagNames.ChangedRunCount, changes);
        if (client.Polling.IsEnabled(LogLevel.Debug))
        {
            PollingEvents.PollCompleted(
                client.Polling,
                poll.Input.Number,
                KnowledgeBaseId,
                poll.Requests,
                poll.Failures.Count,
                poll.Runs.Count,
                changes,
                poll.BytesReceived,
                nextDelay);
        }
    }
}
