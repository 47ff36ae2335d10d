using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace KnowledgeBaseClient.Tests.Cluster;

// A cluster in this process whose silos share a storage and a simulated service, in real time.
internal sealed class TestFleet : IAsyncDisposable
{
    public const string KnowledgeBase = "kb/with/slashes";
    public const string Handler = "handler";

    private int _replicas;

    private TestFleet(StorageRows rows) => Rows = rows;

    public StorageRows Rows { get; }

    public KnowledgeBaseSimulator Service { get; } = new(TimeProvider.System);

    public HandlerCalls Calls { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public SimulatedKnowledgeBase Runs => Service.KnowledgeBase(KnowledgeBase);

    // Of the client of the cluster, which is no silo.
    public IDurableWaits Waits => Cluster.Client.ServiceProvider.GetRequiredService<IDurableWaits>();

    // Of all processes: the silos, and the client of the cluster.
    public IEnumerable<IRunsClient> Clients => Cluster.Silos
        .Select(silo => Cluster.GetSiloServiceProvider(silo.SiloAddress))
        .Append(Cluster.Client.ServiceProvider)
        .Select(services => services.GetRequiredService<IRunsClient>());

    public IEnumerable<string?> Names => Cluster.Silos
        .Select(silo => Cluster.GetSiloServiceProvider(silo.SiloAddress))
        .Select(services => services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value.ApplicationName);

    // The processes that have sent requests.
    public IReadOnlyList<string> Pollers => [.. Service.Requests.Select(request => request.Headers["User-Agent"].Split(' ')[0]).Distinct()];

    public static async Task<TestFleet> StartAsync(
        short silos = 1, StorageRows? rows = null, Action<FleetOptions>? configure = null)
    {
        var fleet = new TestFleet(rows ?? new StorageRows());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                KnowledgeBaseFleetSiloBuilderExtensions.StorageName,
                (services, _) => new MemoryStorage(fleet.Rows, services.GetRequiredService<IGrainStorageSerializer>()));
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureHost(host => fleet.Configure(host, configure));
        fleet.Cluster = builder.Build();
        await fleet.Cluster.DeployAsync();
        return fleet;
    }

    public Task<bool> RegisterAsync(string id, string runId, string handler = Handler, TimeSpan? timeout = null) =>
        Waits.RegisterAsync(new DurableWait
        {
            Id = id,
            KnowledgeBaseId = KnowledgeBase,
            RunIds = [runId],
            Handler = handler,
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
            MissingGrace = TimeSpan.Zero,
        });

    public async Task<List<DurableWaitStatus>> ListAsync() => await Waits.ListAsync(KnowledgeBase).ToListAsync();

    public async Task UntilAsync(Func<List<DurableWaitStatus>, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition(await ListAsync()))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    private void Configure(IHostApplicationBuilder host, Action<FleetOptions>? configure)
    {
        var name = $"replica-{Interlocked.Increment(ref _replicas)}/1.0";
        host.Services.AddKnowledgeBaseClient(options =>
        {
            options.ApplicationName = name;
            options.Polling = new PollingOptions
            {
                InitialInterval = TimeSpan.FromMilliseconds(100),
                MaxInterval = TimeSpan.FromMilliseconds(200),
            };
        })
            .AddFleet(configure);
        host.Services.AddKnowledgeBaseSimulator(Service);
        host.Services.AddSingleton(Calls);
        host.Services.AddRunCompletionHandler<RecordingHandler>(Handler);
    }
}
