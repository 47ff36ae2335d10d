using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Orleans.Configuration;

namespace KnowledgeBaseClient.Tests.Hosting;

public sealed class HostingRegistrationTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void AddFleet_NoConfiguration_SetsMembershipDefaults(bool fleetFirst)
    {
        using var host = Build(fleetFirst, silo => { });

        var options = Membership(host);
        Assert.Multiple(() =>
        {
            Assert.That(options.ProbeTimeout, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(options.NumMissedProbesLimit, Is.EqualTo(2));
            Assert.That(options.NumVotesForDeathDeclaration, Is.EqualTo(1));
            Assert.That(options.IAmAliveTablePublishTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AddFleet_ConfiguredByTheApplication_ItsValuesWin(bool fleetFirst)
    {
        using var host = Build(
            fleetFirst, silo => silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = TimeSpan.FromSeconds(7)));

        Assert.That(Membership(host).ProbeTimeout, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(Membership(host).NumMissedProbesLimit, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AddFleet_OrleansHandler_IsReplaced(bool fleetFirst)
    {
        using var host = Build(fleetFirst, silo => { });

        Assert.That(host.Services.GetServices<IFatalErrorHandler>(), Is.All.TypeOf<HostStoppingErrorHandler>().And.Exactly(1).Items);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AddFleet_HandlerOfTheApplication_Stays(bool fleetFirst)
    {
        using var host = Build(fleetFirst, silo => silo.Services.AddSingleton<IFatalErrorHandler, OwnHandler>());

        Assert.That(host.Services.GetRequiredService<IFatalErrorHandler>(), Is.TypeOf<OwnHandler>());
    }

    [Test]
    public void AddFleet_SeveralClients_RegistersOnce()
    {
        var services = new ServiceCollection();

        services.AddKeyedKnowledgeBaseClient("a", options => { }).AddFleet();
        services.AddKeyedKnowledgeBaseClient("b", options => { }).AddFleet();

        Assert.That(services.Where(service => service.ServiceType == typeof(IFatalErrorHandler)), Has.Exactly(1).Items);
        Assert.That(
            services.Where(service => service.ServiceType == typeof(IConfigureOptions<ClusterMembershipOptions>)), Has.Exactly(1).Items);
    }

    private static ClusterMembershipOptions Membership(IHost host) =>
        host.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;

    private static IHost Build(bool fleetFirst, Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        if (fleetFirst)
        {
            builder.Services.AddKnowledgeBaseClient().AddFleet();
        }

        builder.UseOrleans(silo => configure(silo.UseLocalhostClustering()));
        if (!fleetFirst)
        {
            builder.Services.AddKnowledgeBaseClient().AddFleet();
        }

        return builder.Build();
    }

    private sealed class OwnHandler : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
        {
        }
    }
}
