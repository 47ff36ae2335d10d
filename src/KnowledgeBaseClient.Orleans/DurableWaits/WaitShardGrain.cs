using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace KnowledgeBaseClient;

// The name is part of the keys in storage.
[GrainType("knowledge-base-waits")]
[Reentrant]
[RandomPlacement]
internal sealed class WaitShardGrain : Grain, IWaitShardGrain, IWaitShardHost
{
    private readonly IPersistentState<WaitShardState> _state;
    private readonly ShardKey _key;
    private readonly WaitShardServices _services;
    private readonly WaitShard _shard;

    public WaitShardGrain(
        [PersistentState("waits", KnowledgeBaseFleetSiloBuilderExtensions.StorageName)] IPersistentState<WaitShardState> state,
        IServiceProvider services)
    {
        _state = state;
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        _services = WaitShardServices.Create(services.GetRequiredService<SiloServices>().Provider, _key.FleetName);
        _shard = new WaitShard(_key.KnowledgeBaseId, _services, this);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard.Start(_state.State);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _shard.StopAsync(cancellationToken);

    public Task<bool> RegisterAsync(WaitRegistration registration) => _shard.RegisterAsync(registration);

    public Task<bool> CancelAsync(string waitId) => _shard.CancelAsync(waitId);

    public Task<WaitPage> ListAsync(string? afterId) => Task.FromResult(_shard.List(afterId));

    public Task<bool> PingAsync() => Task.FromResult(_shard.HasWaits);

    Task IWaitShardHost.WriteAsync(WaitShardState copy)
    {
        _state.State = copy;
        return WaitStorage.WriteAsync(_state.WriteStateAsync, _services.Redact);
    }

    Task IWaitShardHost.AddToIndexAsync() => GrainFactory.GetGrain<IWaitIndexGrain>(_key.FleetName).AddAsync(_key.ToString());

    void IWaitShardHost.Deactivate() => DeactivateOnIdle();
}
