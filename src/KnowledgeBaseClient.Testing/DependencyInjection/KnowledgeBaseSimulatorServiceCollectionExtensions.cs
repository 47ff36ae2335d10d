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
    /// The API key, the key provider and the address of the clients are replaced, so the application needs none of them. The simulator's
    /// clock replaces the <see cref="TimeProvider"/> that was registered before.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddKnowledgeBaseSimulator(this IServiceCollection services, KnowledgeBaseSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(simulator);
        services.Replace(ServiceDescriptor.Singleton(simulator.Clock));
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new SimulatorTransport(simulator));
        services.PostConfigureAll<KnowledgeBaseClientOptions>(options =>
        {
            options.ApiKey = simulator.ApiKey ?? KnowledgeBaseSimulator.DefaultApiKey;
            options.ApiKeyProvider = null;
            options.BaseAddress = KnowledgeBaseSimulator.BaseAddress;
        });
        return services;
    }
}
