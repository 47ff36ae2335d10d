using System.Diagnostics.Metrics;
using KnowledgeBaseClient.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// A shard with a scheduler like that of a grain, without Orleans. Several with the same storage are activations of the same grain.
internal sealed class TestShard : IWaitShardHost
{
    public const string KnowledgeBase = "kb-1";
    public const string Handler = "handler";

    private readonly TaskFactory _scheduler = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly ShardStorage _storage;
    private readonly WaitShard _shard;
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;

    public TestShard(
        ShardStorage? storage = null,
        TimeProvider? time = null,
        StubRunsClient? client = null,
        HandlerCalls? calls = null,
        FleetOptions? options = null,
        string handler = Handler,
        long maxBytes = long.MaxValue,
        ILogger? logger = null,
        string? secret = null)
    {
        _storage = storage ?? new ShardStorage();
        Calls = calls ?? new HandlerCalls();
        var clock = time ?? new TestClock();
        var provider = new ServiceCollection().AddSingleton(Calls).AddMetrics().AddRunCompletionHandler<RecordingHandler>(handler)
            .BuildServiceProvider();
        var runs = client ?? new StubRunsClient();
        var services = new WaitShardServices
        {
            GetClient = () => runs,
            Options = options ?? new FleetOptions(),
            Handlers = new CompletionHandlers(
                provider.GetRequiredService<IServiceScopeFactory>(), provider.GetServices<RunCompletionHandlerRegistration>(), clock),
            Time = clock,
            Metrics = DurableWaitMetrics.Of(provider.GetRequiredService<IMeterFactory>()),
            Random = static () => 0.5,
            MaxShardBytes = maxBytes,
            Logger = logger ?? NullLogger.Instance,
            Redact = text => secret is null ? text : text.Replace(secret, "***", StringComparison.Ordinal),
        };
        Meters = provider.GetRequiredService<IMeterFactory>();
        _shard = new WaitShard(KnowledgeBase, services, this);
    }

    public HandlerCalls Calls { get; }

    public IMeterFactory Meters { get; }

    public int IndexCalls { get; private set; }

    public Func<Task> Index { get; set; } = static () => Task.CompletedTask;

    // The writes of this shard wait until it completes.
    public Task WriteGate { get; set; } = Task.CompletedTask;

    public Task Deactivated => _deactivated.Task.OrTimeout();

    // Reads the storage, like an activation.
    public async Task<TestShard> StartAsync()
    {
        (var state, _version) = _storage.Read();
        await DoAsync(() =>
        {
            _shard.Start(state);
            return Task.FromResult(true);
        });
        return this;
    }

    public Task<bool> RegisterAsync(string id = "wait-1", TimeSpan? timeout = null, string handler = Handler, params string[] runIds) =>
        DoAsync(() => _shard.RegisterAsync(DurableWaitValidator.ToRegistration(new DurableWait
        {
            Id = id,
            KnowledgeBaseId = KnowledgeBase,
            RunIds = runIds.Length == 0 ? ["run-1"] : runIds,
            Handler = handler,
            State = $"state of {id}",
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
        })));

    public Task<bool> CancelAsync(string id = "wait-1") => DoAsync(() => _shard.CancelAsync(id));

    public Task<WaitPage> ListAsync(string? afterId = null) => DoAsync(() => Task.FromResult(_shard.List(afterId)));

    public Task<bool> HasWaitsAsync() => DoAsync(() => Task.FromResult(_shard.HasWaits));

    // The only wait of the shard.
    public async Task<DurableWaitStatus> StatusAsync() => (await ListAsync()).Waits.Single().ToStatus(KnowledgeBase);

    // The shard changes its memory on its own scheduler, so there is no event to wait for.
    public async Task<DurableWaitStatus?> UntilAsync(Func<DurableWaitStatus?, bool> condition)
    {
        using var limit = new CancellationTokenSource(RealTime.Limit);
        while (true)
        {
            var status = (await ListAsync()).Waits.SingleOrDefault()?.ToStatus(KnowledgeBase);
            if (condition(status))
            {
                return status;
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public Task StopAsync() => DoAsync(async () =>
    {
        await _shard.StopAsync(CancellationToken.None);
        return true;
    });

    async Task IWaitShardHost.WriteAsync(WaitShardState copy)
    {
        await Task.Yield();
        await WriteGate;
        _version = _storage.Write(copy, _version);
    }

    Task IWaitShardHost.AddToIndexAsync()
    {
        IndexCalls++;
        return Index();
    }

    void IWaitShardHost.Deactivate() => _deactivated.TrySetResult();

    private Task<T> DoAsync<T>(Func<Task<T>> work) => _scheduler.StartNew(work).Unwrap().OrTimeout();
}
