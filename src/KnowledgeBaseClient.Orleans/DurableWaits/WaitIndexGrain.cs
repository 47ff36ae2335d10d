using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Concurrency;

namespace KnowledgeBaseClient;

// The name is part of the keys in storage.
[GrainType("knowledge-base-wait-index")]
[Reentrant]
internal sealed class WaitIndexGrain : Grain, IWaitIndexGrain
{
    private readonly IPersistentState<WaitIndexState> _state;
    private readonly WaitIndex _index;
    private readonly ILogger _logger;
    private readonly string _key;

    public WaitIndexGrain(
        [PersistentState("index", GrainCalls.StorageName)] IPersistentState<WaitIndexState> state, IServiceProvider services)
    {
        _state = state;
        _key = this.GetPrimaryKeyString();
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(DurableWaitEvents.Category) ?? NullLogger.Instance;
        _index = new WaitIndex(
            WriteAsync,
            key => GrainFactory.GetGrain<IWaitShardGrain>(key).PingAsync(),
            OnWriteFailed,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            _logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _index.Start(_state.State);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _index.Stop();
        return Task.CompletedTask;
    }

    public Task AddAsync(string shardKey) => GrainCalls.RunAsync(async () =>
    {
        await _index.AddAsync(shardKey).ConfigureAwait(true);
        return true;
    });

    public Task PingAsync()
    {
        _index.Ping();
        return Task.CompletedTask;
    }

    private Task WriteAsync(WaitIndexState copy)
    {
        _state.State = copy;
        return _state.WriteStateAsync();
    }

    private void OnWriteFailed(Exception failure)
    {
        var reason = Sentence.End(failure.Message);
        DurableWaitEvents.WriteFailed(_logger, _key, reason);
        DeactivateOnIdle();
    }
}
