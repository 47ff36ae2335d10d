using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

// Registers the durable waits of one client of a fleet.
internal static class DurableWaitRegistration
{
    public static void Add(IServiceCollection services, string? serviceKey)
    {
        services.TryAddSingleton(static provider => new SiloServices(provider));
        services.TryAddSingleton(static provider => new CompletionHandlers(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetServices<RunCompletionHandlerRegistration>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, WaitPinger>(
            static provider => new WaitPinger(
                provider.GetRequiredService<IGrainFactory>(),
                provider.GetRequiredService<FleetMembers>(),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                fleetName => FleetRedactor.Of(provider, fleetName),
                provider.GetService<Logging.ILoggerFactory>())));
        if (serviceKey is null)
        {
            services.TryAddSingleton<IDurableWaits>(static provider => Create(provider, optionsName: ""));
        }
        else
        {
            services.TryAddKeyedSingleton<IDurableWaits>(serviceKey, static (provider, key) => Create(provider, (string)key!));
        }
    }

    private static DurableWaits Create(IServiceProvider provider, string optionsName)
    {
        var grains = provider.GetService<IGrainFactory>()
            ?? throw new InvalidOperationException(
                "Durable waits need Orleans: call UseOrleans, or UseOrleansClient in a process that is no silo.");
        var fleetName = provider.GetRequiredService<FleetMembers>().OfClient(optionsName)!.Name;
        return new DurableWaits(grains, fleetName, FleetRedactor.Of(provider, fleetName));
    }
}
