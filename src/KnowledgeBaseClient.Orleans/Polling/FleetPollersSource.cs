using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Makes the clients that belong to a fleet poll through the cluster.
internal sealed class FleetPollersSource(
    FleetMembers members, FleetClients clients, FleetMetrics metrics, ILoggerFactory loggers, IServiceProvider provider) : IRunPollersSource
{
    public IRunPollers Create(string optionsName, ClientServices services, PollerRegistry local)
    {
        if (members.OfClient(optionsName) is not { } member)
        {
            return local;
        }

        var grains = provider.GetService<IGrainFactory>() ?? throw new InvalidOperationException(
            "AddFleet needs a cluster: call UseOrleans on the builder of the host, or UseOrleansClient for a process that is no silo.");
        clients.Add(member.Name, new FleetClient(services, local));
        return new FleetPollers(
            services,
            local,
            knowledgeBaseId => grains.GetGrain<IPollerGrain>(PollerKey.Of(member.Name, knowledgeBaseId)),
            member.Options.FallbackAfter,
            PollerTimes.Default,
            metrics,
            loggers.CreateLogger(FleetEvents.Category));
    }
}
