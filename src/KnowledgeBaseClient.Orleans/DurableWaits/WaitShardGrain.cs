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
    private readonly WaitShard _shard;

    public WaitShardGrain(
        [PersistentState("waits", GrainCalls.StorageName)] IPersistentState<WaitShardState> state, IServiceProvider services)
    {
        _state = state;
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        var silo = services.GetRequiredService<SiloServices>();
        _shard = new WaitShard(_key.KnowledgeBaseId, WaitShardServices.Create(silo.Provider, _key.FleetName), this);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard.Start(_state.State);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _shard.StopAsync(cancellationToken);

    public Task<bool> RegisterAsync(WaitRegistration registration) => GrainCalls.RunAsync(() => _shard.RegisterAsync(registration));

    public Task<bool> CancelAsync(string waitId) => GrainCalls.RunAsync(() => _shard.CancelAsync(waitId));

    public Task<WaitPage> ListAsync(string? afterId) => Task.FromResult(_shard.List(afterId));

    public Task<bool> PingAsync() => Task.FromResult(_shard.HasWaits);

    Task IWaitShardHost.WriteAsync(WaitShardState copy)
    {
        _state.State = copy;
        return _state.WriteStateAsync();
    }

    Task IWaitShardHost.AddToIndexAsync() => GrainFactory.GetGrain<IWaitIndexGrain>(_key.FleetName).AddAsync(_key.ToString());

    void IWaitShardHost.Deactivate() => DeactivateOnIdle();
}
