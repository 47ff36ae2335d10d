namespace KnowledgeBaseClient;

// The interval between polls: longer and longer while nothing changes, short again after a change.
internal sealed class Pace(Func<double> random)
{
    private const double Growth = 1.5;

    // Keeps clients that were started together from asking together for ever.
    private const double Jitter = 0.1;

    private TimeSpan _interval;

    public void Reset() => _interval = TimeSpan.Zero;

    public TimeSpan Next(TimeSpan initial, TimeSpan maximum)
    {
        _interval = _interval == TimeSpan.Zero ? initial : Shorter(_interval * Growth, maximum);
        return _interval * (1 - Jitter + (2 * Jitter * random()));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
