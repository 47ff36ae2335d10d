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
    private readonly Func<string, string> _redact;

    public WaitIndexGrain(
        [PersistentState("index", KnowledgeBaseFleetSiloBuilderExtensions.StorageName)] IPersistentState<WaitIndexState> state,
        IServiceProvider services)
    {
        _state = state;
        _key = this.GetPrimaryKeyString();
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(DurableWaitEvents.Category) ?? NullLogger.Instance;
        _redact = FleetRedactor.Of(services.GetRequiredService<SiloServices>().Provider, _key);
        _index = new WaitIndex(
            WriteAsync,
            key => GrainFactory.GetGrain<IWaitShardGrain>(key).PingAsync(),
            OnWriteFailed,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            _logger,
            _redact);
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

    public Task AddAsync(string shardKey) => _index.AddAsync(shardKey);

    public Task PingAsync()
    {
        _index.Ping();
        return Task.CompletedTask;
    }

    private Task WriteAsync(WaitIndexState copy)
    {
        _state.State = copy;
        return WaitStorage.WriteAsync(_state.WriteStateAsync, _redact);
    }

    private void OnWriteFailed(Exception failure)
    {
        var reason = Sentence.End(ErrorText.Of(failure, _redact));
        DurableWaitEvents.WriteFailed(_logger, _key, reason);
        DeactivateOnIdle();
    }
}
