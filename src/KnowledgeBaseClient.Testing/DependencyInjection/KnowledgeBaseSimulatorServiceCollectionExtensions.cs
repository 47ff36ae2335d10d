using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects the clients of an application to a simulator.</summary>
public static class KnowledgeBaseSimulatorServiceCollectionExtensions
{
    /// <summary>
    /// Connects every client that the application registers with <c>AddKnowledgeBaseClient</c> or <c>AddKeyedKnowledgeBaseClient</c> to a
    /// simulator, instead of the network.
    /// </summary>
    /// <param name="services">The application's services. The order of the registrations does not matter, except for a clock.</param>
    /// <param name="simulator">The simulator.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// The key, the key provider and the address of the clients are replaced, so the application needs none of them. To keep the keys of
    /// the application, for example to tell its tenants apart, set <see cref="KnowledgeBaseSimulator.ApiKey"/> to null. The simulator's
    /// clock replaces the <see cref="TimeProvider.System"/> of the application. A second call replaces the first.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Another fake clock is registered: create the simulator with it.</exception>
    public static IServiceCollection AddKnowledgeBaseSimulator(this IServiceCollection services, KnowledgeBaseSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(simulator);
        var previous = services.FirstOrDefault(service => service.ImplementationInstance is SimulatorTransport);
        ReplaceClock(services, simulator.Clock, isSecondCall: previous is not null);
        if (previous is not null)
        {
            services.Remove(previous);
        }

        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new SimulatorTransport(simulator));
        services.PostConfigureAll<KnowledgeBaseClientOptions>(options =>
        {
            options.BaseAddress = KnowledgeBaseSimulator.BaseAddress;
            if (simulator.ApiKey is not null || (string.IsNullOrWhiteSpace(options.ApiKey) && options.ApiKeyProvider is null))
            {
                options.ApiKey = simulator.ApiKey ?? KnowledgeBaseSimulator.DefaultApiKey;
                options.ApiKeyProvider = null;
            }
        });
        return services;
    }

    private static void ReplaceClock(IServiceCollection services, TimeProvider clock, bool isSecondCall)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance;
        if (!isSecondCall && registered is not null && registered != clock && registered != TimeProvider.System)
        {
            throw new ArgumentException(
                $"The clock {registered.GetType().Name} is registered: create the simulator with it, new KnowledgeBaseSimulator(clock), so "
                + "that the client and the runs have one clock.");
        }

        services.Replace(ServiceDescriptor.Singleton(clock));
    }
}
