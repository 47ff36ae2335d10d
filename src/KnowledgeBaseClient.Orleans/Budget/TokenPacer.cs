namespace KnowledgeBaseClient;

// Decides how many tokens may be granted now: no more than the rate in any sliding window, evenly spaced, and no burst after idle time.
// Times are those of one monotonic clock. Not thread-safe.
internal sealed class TokenPacer
{
    // Of the tokens that requests may still have arrived with within the last second, oldest first.
    private readonly Queue<(TimeSpan Expiry, int Count)> _granted = new();

    // Tokens accrue from here on.
    private TimeSpan _accruedFrom;

    // Null after the first window.
    private TimeSpan? _emptySince;
    private TimeSpan _lastExpiry = TimeSpan.MinValue;
    private long _inWindow;

    // A new pacer is empty.
    public TokenPacer(int rate, TimeSpan now)
    {
        Rate = rate;
        Empty(now);
    }

    // Requests per second.
    public int Rate { get; set; }

    // How long after its grant a token may be used.
    public TimeSpan Lifetime { get; set; } = BudgetLimits.MinLifetime;

    private TimeSpan Window => TimeSpan.FromSeconds(1) + BudgetLimits.Jitter + Lifetime;

    private TimeSpan Interval => TimeFor(1);

    // Grants nothing for a window: what was granted before by another is unknown.
    public void Empty(TimeSpan now) => _emptySince = now;

    public int Available(TimeSpan now)
    {
        Advance(now);
        var accrued = (now - _accruedFrom).Ticks * Rate / Window.Ticks;
        return _emptySince is null ? (int)Math.Max(0, Math.Min(accrued, Rate - _inWindow)) : 0;
    }

    // Until at least one token is available.
    public TimeSpan NextIn(TimeSpan now)
    {
        Advance(now);
        var next = _emptySince + Window ?? _accruedFrom + Interval;
        var inWindow = _inWindow;
        foreach (var (expiry, count) in _granted)
        {
            if (inWindow < Rate)
            {
                break;
            }

            inWindow -= count;
            next = expiry > next ? expiry : next;
        }

        return next > now ? next - now : TimeSpan.Zero;
    }

    public void Take(int count, TimeSpan now)
    {
        _accruedFrom += TimeFor(count);
        Record(count, now);
    }

    // Counts tokens that were granted without this pacer.
    public void Record(int count, TimeSpan now)
    {
        // A token arrives up to its lifetime after its grant, and then counts for a second. Never earlier than those before it.
        var expiry = now + Window;
        _lastExpiry = expiry > _lastExpiry ? expiry : _lastExpiry;
        _granted.Enqueue((_lastExpiry, count));
        _inWindow += count;
    }

    // Tokens granted within the last window.
    public int Spent(TimeSpan now)
    {
        Advance(now);
        return (int)_inWindow;
    }

    private void Advance(TimeSpan now)
    {
        while (_granted.TryPeek(out var oldest) && oldest.Expiry <= now)
        {
            _granted.Dequeue();
            _inWindow -= oldest.Count;
        }

        if (_emptySince is { } since && since + Window <= now)
        {
            (_accruedFrom, _emptySince) = (since + Window - Interval, null);
        }

        // A timer that fires late must not cost the single token of a low rate.
        var single = Interval + BudgetLimits.Step;
        var burst = single > BudgetLimits.Burst ? single : BudgetLimits.Burst;
        _accruedFrom = now - burst > _accruedFrom ? now - burst : _accruedFrom;
    }

    // Rounded up.
    private TimeSpan TimeFor(int count) => TimeSpan.FromTicks(((Window.Ticks * count) + Rate - 1) / Rate);
}
