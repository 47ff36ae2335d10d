using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>A cluster in the process of a test, without silos. Messages are serialized as between silos.</summary>
internal sealed class InProcessFleet(PollerTimes times, TimeSpan fallbackAfter)
{
    /// <summary>Time limits that never end, so that the poller's delays are the only timers.</summary>
    public static readonly PollerTimes Unlimited = new()
    {
        MaxWait = Timeout.InfiniteTimeSpan,
        CallTimeout = Timeout.InfiniteTimeSpan,
        Lease = TimeSpan.MaxValue,
    };

    private readonly Dictionary<string, InProcessPollerGrain> _grains = new(StringComparer.Ordinal);

    /// <summary>The pollers of the cluster, by knowledge base, once they have been used.</summary>
    public IReadOnlyDictionary<string, InProcessPollerGrain> Grains => _grains;

    /// <summary>Fails all calls to the cluster, while it is not null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Delays every response with a result until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The services of the silo that polls from now on; null for those of the replica.</summary>
    public ClientServices? Silo { get; set; }

    public IRunPollers CreatePollers(ClientServices services, PollerRegistry local)
    {
        // Not those of the replica, which may poll for itself at the same time.
        var pollers = new PollerRegistry(services, new RequestPlanner(services));
        return new InlinePollers(
            new FleetPollers(services, local, GetGrain, fallbackAfter, times, new FleetMetrics(), NullLogger.Instance));

        InProcessPollerGrain GetGrain(string id)
        {
            lock (_grains)
            {
                return _grains.TryGetValue(id, out var grain)
                    ? grain
                    : _grains[id] = new InProcessPollerGrain(this, () => Silo is { } silo
                        ? new PollerHub(id, silo, new PollerRegistry(silo, new RequestPlanner(silo)), times)
                        : new PollerHub(id, services, pollers, times));
            }
        }
    }
}
