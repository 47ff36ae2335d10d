namespace KnowledgeBaseClient;

// The subscriptions that the poller of the cluster knows, and the changes to send with the next request. Guarded by the lock of the
// FleetPoller.
internal sealed class PollerSession(SubscriptionTable subscriptions)
{
    private const int MinForgottenRuns = 1000;

    private readonly Dictionary<long, IPollSubscriber> _byNumber = [];
    private readonly Dictionary<IPollSubscriber, long> _numbers = [];
    private List<SubscriptionMessage> _added = [];
    private List<long> _removed = [];
    private List<DoneRunMessage> _done = [];
    private Guid _replaced;
    private bool _isFirst = true;
    private long _lastNumber;

    public Guid Id { get; private set; } = Guid.NewGuid();

    // Runs whose last state the poller has sent in this session. It does not send them again while they are unchanged.
    public HashSet<string> KnownRuns { get; } = new(StringComparer.Ordinal);

    // The poller has responded in this session.
    public bool IsKnown { get; set; }

    // The last result that was received.
    public long LastResult { get; set; }

    // Forgets the runs that no subscription here waits for any more. Not after each poll, because it looks at all of them.
    public void ForgetRuns()
    {
        if (KnownRuns.Count > MinForgottenRuns + (2 * subscriptions.Runs.Count))
        {
            KnownRuns.RemoveWhere(id => subscriptions.Find(id) is null);
        }
    }

    public IPollSubscriber? Find(long number) => _byNumber.GetValueOrDefault(number);

    // openIds: null for a watch of all runs.
    public void Add(IPollSubscriber subscription, IReadOnlyCollection<string>? openIds, bool hasSucceeded)
    {
        var number = ++_lastNumber;
        (_byNumber[number], _numbers[subscription]) = (subscription, number);
        _added.Add(SubscriptionMessage.Of(number, subscription.Options, openIds, hasSucceeded));
    }

    public void Remove(IPollSubscriber subscription)
    {
        if (_numbers.Remove(subscription, out var number))
        {
            _byNumber.Remove(number);

            // The poller may or may not know it.
            _removed.Add(number);
        }
    }

    public void RemoveRun(IPollSubscriber subscription, string id)
    {
        if (_numbers.TryGetValue(subscription, out var number))
        {
            _done.Add(new DoneRunMessage(number, id));
        }
    }

    public PollerRequest TakeRequest(bool canWait)
    {
        var request = new PollerRequest
        {
            Session = Id,
            IsFirst = _isFirst,
            ReplacedSession = _replaced,
            LastResult = LastResult,
            CanWait = canWait,
            Added = _added,
            Removed = _removed,
            Done = _done,
            TimeToLimit = subscriptions.Subscriptions.Select(static subscription => subscription.TimeToNextLimit()).Min(),
        };
        (_isFirst, _added, _removed, _done) = (false, [], [], []);
        return request;
    }

    // After a failed call it is not known what the poller knows: a new session begins with all subscriptions.
    // isPolledHere: the subscriptions have the polls of this process.
    public void Restart(bool hasSucceeded, bool isPolledHere)
    {
        (_replaced, Id, _isFirst, IsKnown, LastResult) = (Id, Guid.NewGuid(), true, false, 0);
        _byNumber.Clear();
        _numbers.Clear();
        KnownRuns.Clear();
        (_added, _removed, _done) = ([], [], []);
        var openIds = subscriptions.OpenRuns
            .SelectMany(static run => run.Subscriptions, static (run, subscription) => (run.Id, Subscription: subscription))
            .ToLookup(static entry => entry.Subscription, static entry => entry.Id);
        foreach (var subscription in subscriptions.Subscriptions)
        {
            subscription.FirstPoll = isPolledHere ? subscription.FirstPoll : int.MaxValue;
            Add(subscription, subscription.Options.Ids is null ? null : [.. openIds[subscription]], hasSucceeded);
        }
    }
}
