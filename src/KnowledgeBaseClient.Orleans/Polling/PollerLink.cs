namespace KnowledgeBaseClient;

// Calls the poller of the cluster, and knows for how long that has failed.
internal sealed class PollerLink(IPollerGrain grain, FleetReach reach, TimeProvider time, PollerTimes times)
{
    public TimeSpan? UnreachableFor => reach.UnreachableFor;

    public async Task<PollerResponse> AskAsync(PollerRequest request)
    {
        var started = time.GetTimestamp();
        try
        {
            var call = grain.AskAsync(request);
            call.ObserveFailure();
            var response = await call.WaitAsync(times.CallTimeout, time).ConfigureAwait(false);
            reach.AddSuccess();
            return response;
        }
        catch (Exception)
        {
            reach.AddFailure(started);
            throw;
        }
    }

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
