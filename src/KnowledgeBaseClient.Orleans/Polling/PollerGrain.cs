using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace KnowledgeBaseClient;

// Polls one knowledge base for the cluster, with the client of the silo that it is on. It has no state that must survive: when it moves,
// the replicas subscribe again.
[Reentrant]
internal sealed class PollerGrain(FleetClients clients, FleetMetrics metrics, ILoggerFactory loggers)
    : Grain, IPollerGrain
{
    private static readonly TimeSpan LeaseCheckInterval = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger(FleetEvents.Category);
    private PollerHub? _hub;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (clientName, knowledgeBaseId) = PollerKey.Parse(this.GetPrimaryKeyString());
        var client = clients.Get(clientName);
        _hub = new PollerHub(knowledgeBaseId, client.Services, client.LocalPollers, PollerTimes.Default);
        this.RegisterGrainTimer(DropExpired, LeaseCheckInterval, LeaseCheckInterval);
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

    public Task<PollerResponse> AskAsync(PollerRequest request) => _hub!.AskAsync(request);

    private Task DropExpired()
    {
        _hub!.DropExpired();
        return Task.CompletedTask;
    }
}
