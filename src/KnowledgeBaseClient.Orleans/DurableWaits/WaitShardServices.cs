using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeBaseClient;

// What the shards of one fleet use of their silo.
internal sealed class WaitShardServices
{
    public required Func<IRunsClient> GetClient { get; init; }

    // False while another version of the application does not use this client: GetClient throws.
    public bool HasClient { get; init; } = true;

    public required FleetOptions Options { get; init; }

    public required CompletionHandlers Handlers { get; init; }

    public required TimeProvider Time { get; init; }

    public required DurableWaitMetrics Metrics { get; init; }

    public ILogger Logger { get; init; } = NullLogger.Instance;

    // Removes the API key from the messages of failures.
    public Func<string, string> Redact { get; init; } = static text => text;

    // The source of jitter. Tests fix it.
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    // The limit of one shard. Tests lower it.
    public long MaxShardBytes { get; init; } = 16 * 1024 * 1024;

    public static WaitShardServices Create(IServiceProvider services, string fleetName)
    {
        var members = services.GetRequiredService<FleetMembers>();
        var member = members.All.FirstOrDefault(member => member.Name == fleetName);
        return new WaitShardServices
        {
            GetClient = () => members.Named(fleetName).GetClient(services),
            HasClient = member is not null,
            Options = member?.Options ?? new FleetOptions(),
            Handlers = services.GetRequiredService<CompletionHandlers>(),
            Time = services.GetService<TimeProvider>() ?? TimeProvider.System,
            Metrics = DurableWaitMetrics.Of(services.GetService<IMeterFactory>()),
            Logger = services.GetService<ILoggerFactory>()?.CreateLogger(DurableWaitEvents.Category) ?? NullLogger.Instance,
            Redact = FleetRedactor.Of(services, fleetName),
        };
    }
}
