using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

internal static class ServiceCollectionExtensions
{
    public static IServiceCollection With(this IServiceCollection services, Action<IServiceCollection> configure)
    {
        configure(services);
        return services;
    }
}
