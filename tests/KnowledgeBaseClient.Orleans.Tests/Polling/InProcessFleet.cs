using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient.Polling;

/// <summary>The poller of a cluster in the process of a test. Messages are serialized as between silos; time limits never end.</summary>
internal static class InProcessFleet
{
    public static readonly PollerTimes Unlimited = new()
    {
        MaxWait = Timeout.InfiniteTimeSpan,
        CallTimeout = Timeout.InfiniteTimeSpan,
        Lease = TimeSpan.MaxValue,
    };

    public static IRunPollers CreatePollers(ClientServices services, PollerRegistry local)
    {
        var grains = new Dictionary<string, InProcessPollerGrain>(StringComparer.Ordinal);
        return new InlinePollers(
            new FleetPollers(services, local, GetGrain, TimeSpan.Zero, Unlimited, new FleetMetrics(), NullLogger.Instance));

        InProcessPollerGrain GetGrain(string id)
        {
            lock (grains)
            {
                return grains.TryGetValue(id, out var grain)
                    ? grain
                    : grains[id] = new InProcessPollerGrain(new PollerHub(id, services, local, Unlimited));
            }
        }
    }
}
