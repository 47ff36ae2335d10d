using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the handlers of durable waits.</summary>
public static class RunCompletionHandlerServiceCollectionExtensions
{
    /// <summary>Registers a handler of durable waits. Every silo of the cluster registers the same handlers.</summary>
    /// <typeparam name="THandler">
    /// The handler. It is created for each call, in a scope of its own, unless the application has registered it with another lifetime.
    /// </typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">
    /// The name, as in <see cref="DurableWait.Handler"/>. It is stored with each wait: do not rename it while there are waits for it.
    /// </param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is empty, longer than 256 characters, or the name of another handler.
    /// </exception>
    public static IServiceCollection AddRunCompletionHandler<THandler>(this IServiceCollection services, string name)
        where THandler : class, IRunCompletionHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        DurableWaitValidator.CheckName(name, nameof(name), "name of the handler");
        var others = services.Select(service => service.ImplementationInstance).OfType<RunCompletionHandlerRegistration>();
        var existing = others.FirstOrDefault(other => other.Name == name);
        if (existing is not null && existing.HandlerType != typeof(THandler))
        {
            throw new ArgumentException(
                $"The handler {existing.HandlerType} has the name \"{name}\" already. Choose another name for {typeof(THandler)}.",
                nameof(name));
        }

        if (existing is null)
        {
            services.AddSingleton(new RunCompletionHandlerRegistration(name, typeof(THandler)));
        }

        services.TryAddTransient<THandler>();
        return services;
    }
}
