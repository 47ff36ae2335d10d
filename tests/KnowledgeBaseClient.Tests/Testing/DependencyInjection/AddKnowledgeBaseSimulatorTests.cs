using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
}
