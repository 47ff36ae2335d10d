namespace KnowledgeBaseClient;

// What a poll says about the next one. HasEvents: the service reports at once when something happens. Forecast: the time until a poll is
// worthwhile; null if no end of a run is expected, or if a subscription reports progress, so that each change counts.
internal readonly record struct PollOutlook(bool HasChanges, bool HasEvents, TimeSpan? Forecast)
{
    public static PollOutlook Of(SubscriptionTable subscriptions, bool hasChanges, bool hasEvents, TimeSpan now, TimeSpan maxInterval)
    {
        var wantsProgress = subscriptions.Subscriptions.Any(static subscription => subscription.Options.WantsProgress);
        if (wantsProgress || hasEvents)
        {
            return new PollOutlook(hasChanges, hasEvents, Forecast: null);
        }

        var open = subscriptions.OpenRuns.ToList();
        var timesLeft = open.Select(run => run.ExpectedEnd - now).OfType<TimeSpan>();
        return new PollOutlook(hasChanges, hasEvents, PollForecast.UntilNext(timesLeft, open.Count, maxInterval));
    }
}
