using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

internal static class ServiceCollectionHelp
{
    public static IServiceCollection Also(this IServiceCollection services, Action<IServiceCollection> configure)
    {
        configure(services);
        return services;
    }
}
