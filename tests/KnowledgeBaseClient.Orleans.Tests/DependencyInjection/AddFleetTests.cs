using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

public sealed class AddFleetTests
{
    private static readonly TestCaseData<Action<FleetOptions>>[] Invalid =
    [
        new(fleet => fleet.Name = "a/b") { TestName = nameof(FleetOptions.Name) },
        new(fleet => fleet.BudgetName = new string('x', 101)) { TestName = nameof(FleetOptions.BudgetName) },
        new(fleet => fleet.RequestsPerSecond = 0) { TestName = nameof(FleetOptions.RequestsPerSecond) },
        new(fleet => fleet.FallbackAfter = TimeSpan.FromSeconds(-1)) { TestName = nameof(FleetOptions.FallbackAfter) },
        new(fleet => fleet.MaxDeliveryAttempts = 0) { TestName = nameof(FleetOptions.MaxDeliveryAttempts) },
        new(fleet => fleet.DeliveryRetryDelay = TimeSpan.FromHours(1)) { TestName = nameof(FleetOptions.DeliveryRetryDelay) },
        new(fleet => fleet.MaxDeliveryRetryDelay = TimeSpan.FromDays(2)) { TestName = nameof(FleetOptions.MaxDeliveryRetryDelay) },
        new(fleet => fleet.HandlerTimeout = TimeSpan.Zero) { TestName = nameof(FleetOptions.HandlerTimeout) },
    ];

    [TestCaseSource(nameof(Invalid))]
    public void AddFleet_InvalidOption_IsNamedByTheError(Action<FleetOptions> configure)
    {
        using var services = Services(client => client.AddFleet(configure));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IRunsClient>());

        Assert.That(failure!.Message, Does.Contain($"FleetOptions.{TestContext.CurrentContext.Test.Name}"));
    }

    [Test]
    public void AddFleet_NameLooksLikeAnApiKey_IsNotRepeated()
    {
        using var services = Services(client => client.AddFleet(fleet => fleet.Name = "the secret key"));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IRunsClient>());

        Assert.That(failure!.Message, Does.Not.Contain("secret"));
    }

    [TestCase(null, "default")]
    [TestCase("tenant-a", "tenant-a")]
    public void AddFleet_WithoutName_HasTheNameOfItsKey(string? key, string expected)
    {
        var collection = new ServiceCollection();
        var builder = key is null
            ? collection.AddKnowledgeBaseClient()
            : collection.AddKeyedKnowledgeBaseClient(key, options => options.ApiKey = TestClients.Key);
        builder.AddFleet(fleet => fleet.Name = null!);
        using var services = collection.BuildServiceProvider();

        Assert.That(services.GetRequiredService<FleetMembers>().OfClient(key ?? "")?.Name, Is.EqualTo(expected));
    }

    [Test]
    public void AddFleet_WithoutOrleans_SaysWhatToCall()
    {
        var collection = new ServiceCollection();
        collection.AddKnowledgeBaseClient(options => options.ApiKey = TestClients.Key).AddFleet();
        using var services = collection.BuildServiceProvider();

        var failure = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IRunsClient>());

        Assert.That(failure!.Message, Does.Contain("UseOrleans"));
    }

    [Test]
    public void AddFleet_OtherHttpClient_Throws() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddHttpClient("other").AddFleet());

    [Test]
    public void Get_ApplicationHasReplacedItsClient_SaysSo()
    {
        using var services = Services(client =>
        {
            client.AddFleet();
            client.Services.AddSingleton<IRunsClient>(new FakeRunsClient());
        });

        var failure = Assert.Throws<FleetUnavailableException>(() => services.GetRequiredService<FleetClients>().Get("default"));

        Assert.That(failure!.Message, Does.Contain("replaced"));
    }

    [Test]
    public void Get_ClientIsDecorated_FindsTheClient()
    {
        using var services = Services(client =>
        {
            client.AddFleet();
            var inner = client.Services.Last(service => service.ServiceType == typeof(IRunsClient));
            client.Services.AddSingleton<IRunsClient>(
                provider => new DecoratedClient((IRunsClient)inner.ImplementationFactory!(provider)));
        });

        Assert.That(services.GetRequiredService<FleetClients>().Get("default").LocalPollers, Is.Not.Null);
    }

    [Test]
    [NonParallelizable]
    public async Task Wait_TwoKeyedClientsInOneSilo_EachPollsItsOwnService()
    {
        using var first = KnowledgeBaseServer.Start();
        using var second = KnowledgeBaseServer.Start();
        var directory = Directory.CreateTempSubdirectory();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedKnowledgeBaseClient("a", options => Configure(options, first)).AddFleet();
        builder.Services.AddKeyedKnowledgeBaseClient("b", options => Configure(options, second)).AddFleet();
        builder.UseOrleans(silo => silo.UseEmbeddedFleet(directory.FullName));
        using var host = builder.Build();
        await host.StartAsync();
        var (runOfFirst, runOfSecond) = (AddRun(first), AddRun(second));

        var runs = await Task.WhenAll(
            host.Services.GetRequiredKeyedService<IRunsClient>("a").WaitForCompletionAsync("kb", runOfFirst),
            host.Services.GetRequiredKeyedService<IRunsClient>("b").WaitForCompletionAsync("kb", runOfSecond)).OrTimeout();
        var isNew = await host.Services.GetRequiredKeyedService<IDurableWaits>("b").RegisterAsync(
            new DurableWait { Id = "wait-1", KnowledgeBaseId = "kb", RunIds = [runOfSecond], Handler = "none" });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])[runOfFirst, runOfSecond]));
        Assert.That(isNew, Is.True);
        await host.StopAsync();
        directory.Delete(recursive: true);

        static void Configure(KnowledgeBaseClientOptions options, KnowledgeBaseServer server) =>
            (options.ApiKey, options.BaseAddress) = (server.ApiKey, server.BaseAddress);

        static string AddRun(KnowledgeBaseServer server) =>
            server.Simulator.KnowledgeBase("kb").AddRun(RunScript.Queued().Running().Completed());
    }

    private static ServiceProvider Services(Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection().AddSingleton(UnreachableGrains.Create());
        configure(services.AddKnowledgeBaseClient(options => options.ApiKey = TestClients.Key));
        return services.BuildServiceProvider();
    }
}
