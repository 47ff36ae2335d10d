using System.Diagnostics.Metrics;
using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the replicas of a cluster share.</summary>
public static class KnowledgeBaseFleetServiceCollectionExtensions
{
    private const string KeyedPrefix = "KnowledgeBaseClient:";

    /// <summary>Makes this client share its polls, its request budget and its durable waits with the other replicas of a cluster.</summary>
    /// <param name="builder">The builder that <c>AddKnowledgeBaseClient</c> or <c>AddKeyedKnowledgeBaseClient</c> has returned.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>
    /// The application also calls <c>UseOrleans</c>, or <c>UseOrleansClient</c> for a replica that is no silo, and chooses the membership
    /// provider and a grain storage with the name <c>KnowledgeBaseFleet</c>. This method sets membership options with which a failed silo
    /// is detected within seconds; those that the application configures take precedence.
    /// </para>
    /// <para>
    /// Registers <see cref="IDurableWaits"/>, with the service key of the client if it has one. The options are validated when the host
    /// starts. Without Orleans, resolving <see cref="IRunsClient"/> throws an <see cref="InvalidOperationException"/>.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException">The builder is not that of a client of this library.</exception>
    public static IHttpClientBuilder AddFleet(this IHttpClientBuilder builder, Action<FleetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var serviceKey = ServiceKeyOf(builder);
        var services = builder.Services;
        services.AddOptions<FleetOptions>(serviceKey ?? "")
            .Configure(configure ?? (_ => { }))
            .PostConfigure(options => options.Name = string.IsNullOrEmpty(options.Name) ? serviceKey ?? "default" : options.Name)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FleetOptions>, FleetOptionsValidator>());
        if (services.Any(service => IsRegistrationOf(service, serviceKey)))
        {
            return builder;
        }

        // Once for all clients.
        if (!services.Any(service => service.ServiceType == typeof(FleetMembers)))
        {
            HostingRegistration.Add(services);
        }

        services.AddSingleton(new FleetRegistration(serviceKey));
        services.TryAddSingleton<FleetMembers>();
        services.TryAddSingleton<FleetClients>();
        services.TryAddSingleton(static provider => new FleetMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<IRunPollersSource, FleetPollersSource>();
        DurableWaitRegistration.Add(services, serviceKey);
        BudgetRegistration.Add(builder, serviceKey);
        return builder;
    }

    // Reading the instance of a keyed service throws.
    private static bool IsRegistrationOf(ServiceDescriptor service, string? serviceKey) =>
        service is { IsKeyedService: false, ImplementationInstance: FleetRegistration other } && other.ServiceKey == serviceKey;

    private static string? ServiceKeyOf(IHttpClientBuilder builder) => builder.Name switch
    {
        "KnowledgeBaseClient" => null,
        var name when name.StartsWith(KeyedPrefix, StringComparison.Ordinal) => name[KeyedPrefix.Length..],
        _ => throw new ArgumentException(
            $"The HttpClient \"{builder.Name}\" is not one of KnowledgeBaseClient: call AddFleet on the builder that "
            + "AddKnowledgeBaseClient returns.",
            nameof(builder)),
    };
}
