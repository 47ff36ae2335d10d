using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.DependencyInjection;

/// <summary>An application with its own registrations runs against a simulator.</summary>
public sealed class AddKnowledgeBaseSimulatorTests
{
    private readonly KnowledgeBaseSimulator _simulator = new();

    public AddKnowledgeBaseSimulatorTests() =>
        _simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(TimeSpan.FromHours(1)).Completed(), "r1");

    [TestCase(true)]
    [TestCase(false)]
    public async Task Clients_PlainAndKeyed_UseTheSimulatorWithoutKey(bool simulatorFirst)
    {
        var services = new ServiceCollection();
        if (simulatorFirst)
        {
            services.AddKnowledgeBaseSimulator(_simulator);
        }

        services.AddKnowledgeBaseClient();
        services.AddKeyedKnowledgeBaseClient("tenant", options => options.MaxRetries = 1);
        if (!simulatorFirst)
        {
            services.AddKnowledgeBaseSimulator(_simulator);
        }

        await using var provider = services.BuildServiceProvider();
        var plain = await provider.GetRequiredService<IRunsClient>().WaitForCompletionAsync("kb", "r1");
        var keyed = await provider.GetRequiredKeyedService<IRunsClient>("tenant").ListAsync("kb");

        Assert.That(plain.Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(keyed.Single().Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(provider.GetRequiredService<TimeProvider>(), Is.SameAs(_simulator.Clock));
    }

    [Test]
    public async Task Client_WithKeyAddressHandlersAndTransport_ReplacesKeyAddressAndTransportOnly()
    {
        var seen = new List<string>();
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services
            .AddKnowledgeBaseClient(options =>
            {
                options.ApiKeyProvider = _ => throw new InvalidOperationException("The vault is not reachable in a test.");
                options.BaseAddress = new Uri("https://real.example/api/");
            })
            .AddHttpMessageHandler(() => new InterceptingHandler((request, next, cancellationToken) =>
            {
                seen.Add(request.RequestUri!.ToString());
                return next(request, cancellationToken);
            }))
            .ConfigurePrimaryHttpMessageHandler(() => new InterceptingHandler((_, _, _) => throw new InvalidOperationException("Sent.")));
        services.AddKnowledgeBaseSimulator(_simulator);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(seen, Is.EqualTo((string[])["https://knowledge-base.invalid/v1/knowledge-bases/kb/runs"]));
        Assert.That(_simulator.Requests.Single().Headers["X-API-Key"], Is.EqualTo(_simulator.ApiKey));
    }

    [Test]
    public async Task Host_WithFakeClockOfTheContainer_StartsAndFollowsIt()
    {
        var clock = new FakeTimeProvider();
        var simulator = new KnowledgeBaseSimulator(clock);
        simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(TimeSpan.FromHours(1)).Completed(), "r1");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddKnowledgeBaseClient();
        builder.Services.AddKnowledgeBaseSimulator(simulator);
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IRunsClient>();

        Assert.That((await client.GetAsync("kb", "r1")).Status, Is.EqualTo(RunStatus.Queued));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await client.GetAsync("kb", "r1")).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task Client_AnotherClockRegisteredLater_ThrowsAndNamesTheSolution()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient();
        services.AddKnowledgeBaseSimulator(_simulator);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        await using var provider = services.BuildServiceProvider();

        await Assert.ThatAsync(
            () => provider.GetRequiredService<IRunsClient>().ListAsync("kb"),
            Throws.InvalidOperationException.With.Message.Contains("Create the simulator with that clock"));
    }

    [Test]
    public void AddKnowledgeBaseSimulator_AnotherFakeClockIsRegistered_ThrowsAndNamesTheSolution()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider());

        Assert.That(
            () => services.AddKnowledgeBaseSimulator(_simulator),
            Throws.ArgumentException.With.Message.Contains("new KnowledgeBaseSimulator(clock)"));
    }

    [Test]
    public async Task AddKnowledgeBaseSimulator_Twice_TheSecondWins()
    {
        var other = new KnowledgeBaseSimulator { ApiKey = "key-of-the-second" };
        other.KnowledgeBase("kb");
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient();
        services.AddKnowledgeBaseSimulator(_simulator);
        services.AddKnowledgeBaseSimulator(other);
        await using var provider = services.BuildServiceProvider();

        Assert.That(await provider.GetRequiredService<IRunsClient>().ListAsync("kb"), Is.Empty);
        Assert.That((_simulator.RequestCount, other.RequestCount), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Clients_SimulatorAcceptsAnyKey_KeepTheirOwnKeys()
    {
        _simulator.ApiKey = null;
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient();
        services.AddKeyedKnowledgeBaseClient("a", options => options.ApiKey = "key-of-tenant-a");
        services.AddKeyedKnowledgeBaseClient("b", options => options.ApiKeyProvider = _ => new("key-of-tenant-b"));
        services.AddKnowledgeBaseSimulator(_simulator);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IRunsClient>().ListAsync("kb");
        await provider.GetRequiredKeyedService<IRunsClient>("a").ListAsync("kb");
        await provider.GetRequiredKeyedService<IRunsClient>("b").ListAsync("kb");

        Assert.That(
            _simulator.Requests.Select(request => request.Headers["X-API-Key"]),
            Is.EqualTo((string[])[KnowledgeBaseSimulator.DefaultApiKey, "key-of-tenant-a", "key-of-tenant-b"]));
    }

    [Test]
    public async Task Client_PrimaryHandlerWrappedByAnotherFilter_KeepsTheKey()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseSimulator(_simulator);
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new WrappingFilter());
        services.AddKnowledgeBaseClient();
        await using var provider = services.BuildServiceProvider();

        Assert.That(await provider.GetRequiredService<IRunsClient>().ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task OtherHttpClients_OfTheApplication_AreNotReplaced()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("KnowledgeBaseClients")
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler(_ => new HttpResponseMessage()));
        services.AddKnowledgeBaseSimulator(_simulator);
        await using var provider = services.BuildServiceProvider();

        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("KnowledgeBaseClients");
        using var response = await http.GetAsync(new Uri("https://other.example/"));

        Assert.That(_simulator.Requests, Is.Empty);
    }

    private sealed class WrappingFilter : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.PrimaryHandler = new InterceptingHandler((request, send, cancellationToken) => send(request, cancellationToken))
            {
                InnerHandler = builder.PrimaryHandler,
            };
        };
    }
}
