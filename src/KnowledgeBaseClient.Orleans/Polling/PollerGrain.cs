using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace KnowledgeBaseClient;

// Polls one knowledge base for the cluster, with the client of the silo that it is on. It has no state that must survive: when it moves,
// the replicas subscribe again.
[Reentrant]
[GrainType("knowledge-base-poller")]
internal sealed class PollerGrain(FleetClients clients, SiloFailure failure, FleetMetrics metrics, ILoggerFactory loggers)
    : Grain, IPollerGrain
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = loggers.CreateLogger(FleetEvents.Category);
    private PollerHub? _hub;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (clientName, knowledgeBaseId) = PollerKey.Parse(this.GetPrimaryKeyString());
        var client = clients.Get(clientName);
        _hub = new PollerHub(knowledgeBaseId, client.Services, client.LocalPollers, PollerTimes.Default);
        this.RegisterGrainTimer(CheckReplicas, CheckInterval, CheckInterval);
        metrics.AddPoller(1);
        FleetEvents.PollerStarted(_log, client.Services.Telemetry.Redact(knowledgeBaseId), clientName);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_hub is not null)
        {
            _hub.Close();
            metrics.AddPoller(-1);
        }

        return Task.CompletedTask;
    }

    // After a fatal error of the silo, another one polls. The replica in this process polls for itself until its host has stopped.
    public Task<PollerResponse> AskAsync(PollerRequest request) => failure.HasOccurred
        ? throw new FleetUnavailableException("This silo has failed, and its host stops.")
        : _hub!.AskAsync(request);

    private Task CheckReplicas()
    {
        _hub!.DropExpired();
        if (failure.HasOccurred)
        {
            _hub.Close();
        }

        return Task.CompletedTask;
    }
}
