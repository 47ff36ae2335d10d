using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace KnowledgeBaseClient;

// Sets what a silo with an application around it needs. Has no effect on an Orleans client.
internal static class HostingRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<SiloFailure>();
        AddMembershipDefaults(services);
        AddFatalErrorHandler(services);
    }

    // First, so that the configuration of the application wins in any order of the calls.
    private static void AddMembershipDefaults(IServiceCollection services) => services.Insert(
        0,
        ServiceDescriptor.Singleton<IConfigureOptions<ClusterMembershipOptions>>(
            new ConfigureOptions<ClusterMembershipOptions>(MembershipDefaults.Apply)));

    // Orleans adds its own only if there is none. One that the application adds stays, and one that it adds later wins.
    private static void AddFatalErrorHandler(IServiceCollection services)
    {
        var registered = services.Where(service => service.ServiceType == typeof(IFatalErrorHandler)).ToList();
        if (registered.All(IsOfOrleans))
        {
            registered.ForEach(service => services.Remove(service));
            services.AddSingleton<IFatalErrorHandler, HostStoppingErrorHandler>();
        }
    }

    private static bool IsOfOrleans(ServiceDescriptor service) =>
        !service.IsKeyedService && service.ImplementationType?.Assembly == typeof(IFatalErrorHandler).Assembly;
}
