namespace KnowledgeBaseClient;

// The durations of a request budget.
internal static class BudgetLimits
{
    // How long after its grant a token may be used. The window of the rate is longer by this time, so it costs throughput.
    public static readonly TimeSpan MinLifetime = TimeSpan.FromMilliseconds(100);

    // For a process to which every token takes longer, for example on an overloaded machine.
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(2);

    // Between the use of a token and the arrival of its request at the service: how much this may vary.
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(50);

    // The shortest window. For as long, a new activation grants nothing: the previous one may just have granted a full window.
    public static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(1) + Jitter + MinLifetime;

    // Between two rounds of grants while requests are queued. A shorter one costs calls, a longer one makes bursts.
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // What accrues in this time can be granted at once. Longer than a step, because timers fire late.
    public static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    // For how long the grain holds a call that gets no token. A process that has failed loses its place after this time.
    public static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(2);

    // After this time a call has failed, although it has returned no error: its silo may be frozen.
    public static readonly TimeSpan MaxCall = MaxHold + TimeSpan.FromSeconds(3);

    // A process that has not asked for this time does not count.
    public static readonly TimeSpan ProcessLease = TimeSpan.FromSeconds(30);

    // Between two calls to a cluster that is out of reach.
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // A timer that fires this late was frozen with its silo. Another silo may have its grain by now.
    public static readonly TimeSpan FrozenAfter = TimeSpan.FromSeconds(1.5);
}
