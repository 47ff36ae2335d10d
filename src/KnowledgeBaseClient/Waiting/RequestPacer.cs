namespace KnowledgeBaseClient;

// Spaces out the requests of a poll after the service has refused one as too many. The spacing doubles with each such poll, and shrinks
// slowly while the service accepts all of them. Used by one poll at a time.
internal sealed class RequestPacer(TimeProvider time)
{
    private const double Growth = 2;
    private const double Shrinkage = 0.9;

    private static readonly TimeSpan MinSpacing = TimeSpan.FromMilliseconds(10);

    // A hundred requests then take 200 s at most.
    private static readonly TimeSpan MaxSpacing = TimeSpan.FromSeconds(2);

    private TimeSpan _spacing = TimeSpan.Zero;

    // While active, requests are sequential.
    public bool IsActive => _spacing > TimeSpan.Zero;

    public Task WaitAsync(CancellationToken cancellationToken) =>
        IsActive ? Task.Delay(_spacing, time, cancellationToken) : Task.CompletedTask;

    // The first spacing spreads the requests of a poll over the interval between polls.
    public void CompletePoll(bool wasThrottled, int requests, TimeSpan interval)
    {
        if (wasThrottled)
        {
            _spacing = TimeSpans.Max(_spacing * Growth, interval / Math.Max(requests, 1));
            _spacing = TimeSpans.Min(TimeSpans.Max(_spacing, MinSpacing), MaxSpacing);
        }
        else
        {
            _spacing *= Shrinkage;
            _spacing = _spacing < MinSpacing ? TimeSpan.Zero : _spacing;
        }
    }
}
