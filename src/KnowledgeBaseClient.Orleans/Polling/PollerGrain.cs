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
    private ClientServices? _services;
    private PollerHub? _hub;

    // After a fatal error of the silo, another one polls. The replica in this process polls for itself until its host has stopped.
    private bool CanPoll => !failure.HasOccurred && _services?.DisposalToken.IsCancellationRequested == false;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (clientName, knowledgeBaseId) = PollerKey.Parse(this.GetPrimaryKeyString());
        var client = clients.Get(clientName);
        _services = client.Services;
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

    // Resumes on the scheduler of the grain: results arrive while the poller holds its lock.
    public async Task<PollerResponse> AskAsync(PollerRequest request)
    {
        if (!CanPoll)
        {
            DeactivateOnIdle();
            throw new FleetUnavailableException("This silo cannot poll any more: it has failed, or its client is disposed.");
        }

        return await _hub!.AskAsync(request).ConfigureAwait(true);
    }

    private Task CheckReplicas()
    {
        _hub!.DropExpired();
        if (!CanPoll)
        {
            _hub.Close();
        }

        return Task.CompletedTask;
    }
}
