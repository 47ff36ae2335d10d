namespace KnowledgeBaseClient;

// Calls the poller of the cluster, and knows for how long that has failed.
internal sealed class PollerLink(IPollerGrain grain, FleetReach reach, TimeProvider time, PollerTimes times, TimeSpan fallbackAfter)
{
    public TimeSpan UnreachableFor => reach.UnreachableFor ?? TimeSpan.Zero;

    // For so long that this process must poll for itself.
    public bool IsLost => reach.UnreachableFor >= fallbackAfter;

    // After a failed call.
    public TimeSpan RetryDelay => IsLost ? times.ReturnInterval : times.RetryDelay;

    public async Task<PollerResponse> AskAsync(PollerRequest request)
    {
        var started = time.GetTimestamp();
        try
        {
            var call = grain.AskAsync(request);
            call.ObserveFailure();
            return await call.WaitAsync(times.CallTimeout, time).ConfigureAwait(false);
        }
        catch (Exception)
        {
            reach.AddFailure(started);
            throw;
        }
    }

    // A response was received and understood.
    public void AddSuccess() => reach.AddSuccess();

    // Also if a response was not understood.
    public void AddFailure() => reach.AddFailure(time.GetTimestamp());

    // The poller forgets the session sooner than without it. Nothing depends on that.
    public void End(Guid session)
    {
        try
        {
            grain.AskAsync(new PollerRequest { Session = session, IsLast = true }).ObserveFailure();
        }
        catch (Exception)
        {
            // The silo has not started, or has stopped.
        }
    }
}
