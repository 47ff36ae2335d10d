using Autofac;
using Autofac.Extensions.DependencyInjection;
using Grace.DependencyInjection;
using Grace.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Consumers.Containers;

/// <summary>A container that an application can use in place of the default one.</summary>
/// <param name="Name">The name in test results.</param>
/// <param name="Build">Builds the container. The caller must dispose the result.</param>
public sealed record Container(string Name, Func<IServiceCollection, IServiceProvider> Build)
{
    public static readonly Container Default = new("Default", services => services.BuildServiceProvider(validateScopes: true));

    public static readonly Container Autofac = new("Autofac", services =>
    {
        var builder = new ContainerBuilder();
        builder.Populate(services);
        return new AutofacServiceProvider(builder.Build());
    });

    public static readonly Container Grace = new("Grace", services => new DependencyInjectionContainer().Populate(services));

    public static IEnumerable<Container> All => [Default, Autofac, Grace];

    // The adapter of Grace supports no keyed services.
    public static IEnumerable<Container> WithKeyedServices => [Default, Autofac];

    public override string ToString() => Name;
}
