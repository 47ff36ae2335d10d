using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>The options of a client are validated only if the application uses it.</summary>
public sealed class RegisteredOptionsValidatorTests
{
    private static readonly Dictionary<string, Action<IServiceCollection>> Replacements = new()
    {
        ["another registration after it"] = services => services.AddSingleton<IRunsClient>(new FakeRunsClient()),
        ["Replace"] = services => services.Replace(ServiceDescriptor.Singleton<IRunsClient>(new FakeRunsClient())),
        ["RemoveAll"] = services => services.RemoveAll<IRunsClient>().AddSingleton<IRunsClient>(new FakeRunsClient()),
    };

    private static IEnumerable<string> ReplacementNames => Replacements.Keys;

    [Test]
    public async Task StartAsync_ClientIsReplacedAndHasNoKey_Starts([ValueSource(nameof(ReplacementNames))] string replacement)
    {
        var builder = CreateBuilder();
        builder.Services.AddKnowledgeBaseClient(WithoutKey);
        Replacements[replacement](builder.Services);
        using var host = builder.Build();

        await host.StartAsync();

        Assert.That(host.Services.GetRequiredService<IRunsClient>(), Is.TypeOf<FakeRunsClient>());
    }

    [Test]
    public async Task StartAsync_ApplicationHasRegisteredItsOwnClientBefore_StartsWithIt()
    {
        var builder = CreateBuilder();
        builder.Services.AddSingleton<IRunsClient>(new FakeRunsClient());
        builder.Services.AddKnowledgeBaseClient(WithoutKey);
        using var host = builder.Build();

        await host.StartAsync();

        Assert.That(host.Services.GetRequiredService<IRunsClient>(), Is.TypeOf<FakeRunsClient>());
    }

    [Test]
    public async Task StartAsync_OneOfTwoKeyedClientsIsReplaced_ValidatesTheOtherAndNamesIt()
    {
        var builder = CreateBuilder();
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-a", WithoutKey);
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-b", WithoutKey);
        builder.Services.AddKeyedSingleton<IRunsClient>("tenant-a", new FakeRunsClient());
        using var host = builder.Build();

        var thrown = await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(thrown!.Failures, Is.All.StartsWith("Client \"tenant-b\": ").And.Exactly(1).Items);
    }

    [Test]
    public async Task StartAsync_ClientIsRemoved_Starts()
    {
        var builder = CreateBuilder();
        builder.Services.AddKnowledgeBaseClient(WithoutKey);
        builder.Services.RemoveAll<IRunsClient>();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.That(host.Services.GetService<IRunsClient>(), Is.Null);
    }

    [Test]
    public void GetRequiredService_DecoratedClientWithInvalidOptions_ThrowsWhenItIsCreated()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options =>
            (options.ApiKey, options.BaseAddress) = (TestClients.Key, new Uri("http://example.com")));
        var original = services.Last(service => service.ServiceType == typeof(IRunsClient));
        services.Replace(ServiceDescriptor.Singleton(provider => (IRunsClient)original.ImplementationFactory!(provider)));
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IRunsClient>(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("plain http"));
    }

    [Test]
    public void AddKnowledgeBaseClient_CopyOfTheServices_RegistersTheClientInTheCopy()
    {
        var services = new ServiceCollection();
        services.AddKeyedKnowledgeBaseClient("tenant-a", WithoutKey);
        IServiceCollection copy = new ServiceCollection();
        foreach (var service in services)
        {
            copy.Add(service);
        }

        copy.AddKnowledgeBaseClient(WithoutKey);

        Assert.That(copy.Count(service => service.ServiceType == typeof(IRunsClient)), Is.EqualTo(2));
        Assert.That(services.Count(service => service.ServiceType == typeof(IRunsClient)), Is.EqualTo(1));
    }

    [Test]
    public void AddKnowledgeBaseClient_UnkeyedForm_AddsNoKeyedService()
    {
        var services = new ServiceCollection();

        services.AddKnowledgeBaseClient(WithoutKey);

        Assert.That(services.Where(service => service.IsKeyedService), Is.Empty);
    }

    [Test]
    public async Task StartAsync_ClientIsRegisteredTwice_ReportsEachProblemOnce()
    {
        var builder = CreateBuilder();
        builder.Services.AddKnowledgeBaseClient(WithoutKey);
        builder.Services.AddKnowledgeBaseClient(options => options.MaxRetries = -1);
        using var host = builder.Build();

        var thrown = await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(thrown!.Failures, Is.Unique.And.Exactly(2).Items);
    }

    private static HostApplicationBuilder CreateBuilder() =>
        Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

    // Also if the environment has one.
    private static void WithoutKey(KnowledgeBaseClientOptions options) => (options.ApiKey, options.KeyFromEnvironment) = (null, false);
}
