namespace KnowledgeBaseClient;

// Applies the results of the cluster's poller to the subscriptions of this process, as if it had polled itself. Guarded by the lock of the
// FleetPoller.
internal sealed class ReceivedPolls(
    string knowledgeBaseId, ClientServices services, SubscriptionTable subscriptions, PollerSession session)
{
    private readonly long _origin = services.Time.GetTimestamp();
    private long? _failingSince;

    public void Apply(PollMessage message, IReadOnlyList<RunSnapshot> runs)
    {
        var now = services.Time.GetTimestamp() - ToTicks(message.Age);
        var elapsed = services.Time.GetElapsedTime(_origin, now);
        foreach (var number in message.First)
        {
            if (session.Find(number) is { } subscription)
            {
                subscription.FirstPoll = message.Poll;
            }
        }

        End(message);
        var poll = new Poll(new PollInput(message.Poll, [], false, 0, 0, now - ToTicks(message.StartAge)));
        poll.AddRuns(runs.Select(WithKnownSummary));
        session.KnownRuns.UnionWith(poll.Runs.Keys);
        if (!message.IsPartial)
        {
            AddResults(poll, message, now);
            SetState(poll, now);
        }

        subscriptions.Apply(poll, elapsed);
        if (!message.IsPartial)
        {
            subscriptions.CompletePoll(poll, message.HasEverSucceeded);
            session.ForgetRuns();
        }

        // A run that a new subscription does not know is sent again. Equal summaries are recognized by their reference, and share memory.
        RunSnapshot WithKnownSummary(RunSnapshot snapshot) =>
            subscriptions.Find(snapshot.Summary.Id)?.Last is { } last && last.Equals(snapshot.Summary)
                ? snapshot with { Summary = last }
                : snapshot;
    }

    // The last wait or watch has ended. A failure that may have ended it is kept for health checks.
    public void Stop() => services.Telemetry.SetPollState(
        knowledgeBaseId,
        services.Telemetry.GetPollState(knowledgeBaseId) is { Failure: not null } state ? state with { IsPolled = false } : null);

    // A failure that all polls share has ended them.
    private void End(PollMessage message)
    {
        foreach (var number in message.Ended)
        {
            if (session.Find(number) is { } subscription)
            {
                subscription.End(message.Failures[^1].ToException());
                subscriptions.Remove(subscription);
                session.Remove(subscription);
            }
        }
    }

    private void AddResults(Poll poll, PollMessage message, long now)
    {
        var failures = message.Failures.ConvertAll(static failure => failure.ToException());
        poll.Failures.AddRange(failures);
        poll.HasSucceeded = message.HasSucceeded;
        poll.StopReason = message.StopReason < 0 ? null : failures[message.StopReason];
        poll.HasAllRuns = message.HasAllRuns;
        poll.AllRunsFailure = message.AllRunsFailure is { } allRuns ? ToFailure(allRuns) : null;
        foreach (var missing in message.Missing)
        {
            poll.UnlistedAt[missing.RunId] = now - ToTicks(missing.Age);
        }

        foreach (var failed in message.Failed)
        {
            poll.FailureById[failed.RunId] = ToFailure(failed);
        }

        session.KnownRuns.ExceptWith(poll.UnlistedAt.Keys);
        session.KnownRuns.ExceptWith(message.Vanished);
        AddUnchanged(poll, message);

        RequestFailure ToFailure(FailedRunMessage failed) =>
            new(failures[failed.Failure], now - ToTicks(failed.StartAge), now - ToTicks(failed.EndAge));
    }

    // The message names only what has changed, and what is not known.
    private void AddUnchanged(Poll poll, PollMessage message)
    {
        var notRequested = message.NotRequested.ToHashSet(StringComparer.Ordinal);
        var unchanged = subscriptions.Runs
            .Where(run => run.Last is not null && (run.IsOpen || message.HasAllRuns))
            .Where(run => session.KnownRuns.Contains(run.Id) && !poll.IsKnown(run.Id) && !notRequested.Contains(run.Id))
            .Select(static run => new RunSnapshot(run.Last!, null));
        poll.AddRuns(unchanged);
    }

    // For health checks.
    private void SetState(Poll poll, long now)
    {
        _failingSince = poll.Failure is null ? null : _failingSince ?? poll.Input.StartedAt;
        services.Telemetry.SetPollState(
            knowledgeBaseId,
            poll.Failure is { } failure ? new PollState(failure, poll.HasSucceeded, null, _failingSince!.Value, now) : PollState.Success);
    }

    private long ToTicks(TimeSpan duration) => (long)(duration.TotalSeconds * services.Time.TimestampFrequency);
}
