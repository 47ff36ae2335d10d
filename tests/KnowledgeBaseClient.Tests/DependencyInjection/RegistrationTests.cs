using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>Tests registration with options, with a configuration section and with a service key.</summary>
public sealed class RegistrationTests
{
    private KnowledgeBaseServer _server = null!;

    [SetUp]
    public void SetUp()
    {
        _server = KnowledgeBaseServer.Start();
        _server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson.Running("a"));
    }

    [TearDown]
    public void TearDown() => _server.Dispose();

    [Test]
    public async Task AddKnowledgeBaseClient_Options_RegistersAWorkingClient()
    {
        await using var services = BuildServices();

        var runs = await services.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(runs.Single().Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task AddKnowledgeBaseClient_CalledTwice_RegistersOneSingleton()
    {
        await using var services = BuildServices(registrations: 2);
        await using var scope = services.CreateAsyncScope();

        Assert.That(services.GetServices<IRunsClient>().Count(), Is.EqualTo(1));
        Assert.That(scope.ServiceProvider.GetRequiredService<IRunsClient>(), Is.SameAs(services.GetRequiredService<IRunsClient>()));
        Assert.That(await services.GetRequiredService<IRunsClient>().ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AddKnowledgeBaseClient_Section_BindsEveryOption()
    {
        var section = Section(new()
        {
            ["ApiKey"] = TestClients.Key,
            ["BaseAddress"] = $"{_server.BaseAddress}",
            ["AttemptTimeout"] = "00:00:11",
            ["TotalTimeout"] = "00:01:11",
            ["MaxRetries"] = "7",
            ["MaxRetryDelay"] = "00:00:05",
            ["MaxRunIdsPerRequest"] = "12",
            ["MaxResponseBytes"] = "5000000000",
            ["ApplicationName"] = "Indexer/2.1",
            ["AllowInsecureHttp"] = "true",
            ["Polling:InitialInterval"] = "00:00:02",
            ["Polling:MaxInterval"] = "00:00:20",
            ["Polling:MaxConcurrentRequests"] = "3",
        });
        var collection = new ServiceCollection();
        collection.AddKnowledgeBaseClient(section);
        await using var services = collection.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;

        Assert.That(options.ApiKey, Is.EqualTo(TestClients.Key));
        Assert.That(options.BaseAddress, Is.EqualTo(_server.BaseAddress));
        Assert.That(options.AttemptTimeout, Is.EqualTo(TimeSpan.FromSeconds(11)));
        Assert.That(options.TotalTimeout, Is.EqualTo(TimeSpan.FromSeconds(71)));
        Assert.That(options.MaxRetries, Is.EqualTo(7));
        Assert.That(options.MaxRetryDelay, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(options.MaxRunIdsPerRequest, Is.EqualTo(12));
        Assert.That(options.MaxResponseBytes, Is.EqualTo(5_000_000_000));
        Assert.That(options.ApplicationName, Is.EqualTo("Indexer/2.1"));
        Assert.That(options.AllowInsecureHttp, Is.True);
        Assert.That(options.Polling.InitialInterval, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(options.Polling.MaxInterval, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(options.Polling.MaxConcurrentRequests, Is.EqualTo(3));
        Assert.That(await services.GetRequiredService<IRunsClient>().ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AddKeyedKnowledgeBaseClient_TwoKeys_RegistersIndependentClients()
    {
        await using var other = ScriptedServer.Start(Reply.Json(RunsJson.Running("b")));
        var collection = new ServiceCollection();
        collection.AddKeyedKnowledgeBaseClient(
            "tenant-a", options => (options.ApiKey, options.BaseAddress) = (TestClients.Key, _server.BaseAddress));
        collection.AddKeyedKnowledgeBaseClient(
            "tenant-b", options => (options.ApiKey, options.BaseAddress) = ("other-key", other.BaseAddress));
        await using var services = collection.BuildServiceProvider();

        var a = await services.GetRequiredKeyedService<IRunsClient>("tenant-a").ListAsync("kb");
        var b = await services.GetRequiredKeyedService<IRunsClient>("tenant-b").ListAsync("kb");

        Assert.That(a.Single().Id, Is.EqualTo("a"));
        Assert.That(b.Single().Id, Is.EqualTo("b"));
        Assert.That(other.RequestTexts.Single(), Does.Contain("X-API-Key: other-key"));
        Assert.That(services.GetService<IRunsClient>(), Is.Null);
    }

    [Test]
    public async Task AddKeyedKnowledgeBaseClient_NoApiKey_FailsWithoutReadingTheEnvironment()
    {
        var collection = new ServiceCollection();
        collection.AddKeyedKnowledgeBaseClient("tenant-b", options => options.BaseAddress = _server.BaseAddress);
        await using var services = collection.BuildServiceProvider();

        Assert.That(
            () => services.GetRequiredKeyedService<IRunsClient>("tenant-b"),
            Throws.TypeOf<OptionsValidationException>()
                .With.Message.Contains("There is no API key").And.Message.Not.Contains("environment"));
    }

    [Test]
    public async Task ListAsync_ManyConcurrentCalls_AllSucceed()
    {
        await using var services = BuildServices();
        var client = services.GetRequiredService<IRunsClient>();

        var lists = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.ListAsync("kb")));

        Assert.That(lists, Has.All.Count.EqualTo(1));
    }

    // Environment variables affect the whole process, so this is the only test that sets them; all other tests set the options.
    [Test]
    public async Task AddKnowledgeBaseClientAndFromEnvironment_OnlyEnvironmentVariables_CreateWorkingClients()
    {
        Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_API_KEY", _server.ApiKey);
        Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_URL", _server.BaseAddress.AbsoluteUri);
        try
        {
            var collection = new ServiceCollection();
            collection.AddKnowledgeBaseClient();
            await using var services = collection.BuildServiceProvider();
            using var created = RunsClient.FromEnvironment();

            Assert.That(await services.GetRequiredService<IRunsClient>().ListAsync("kb"), Has.Count.EqualTo(1));
            Assert.That(await created.ListAsync("kb"), Has.Count.EqualTo(1));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_API_KEY", null);
            Environment.SetEnvironmentVariable("KNOWLEDGE_BASE_URL", null);
        }
    }

    [Test]
    public async Task ListAsync_PrimaryHandlerReplaced_StillReceivesTheKey([Values] bool before)
    {
        using var primary = new PipeHandler();
        var collection = new ServiceCollection();
        if (before)
        {
            collection.AddHttpClient("KnowledgeBaseClient").ConfigurePrimaryHttpMessageHandler(() => primary);
        }

        var builder = collection.AddKnowledgeBaseClient(
            options => (options.ApiKey, options.BaseAddress) = (TestClients.Key, new Uri("http://localhost")));
        if (!before)
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => primary);
        }

        await using var services = collection.BuildServiceProvider();
        var call = services.GetRequiredService<IRunsClient>().ListAsync("kb");
        await primary.SendAsync(1, "[]");
        await primary.EndAsync(1);

        Assert.That(await call, Is.Empty);
        Assert.That(primary.Keys, Is.EqualTo((string[])[TestClients.Key]));
    }

    [Test]
    public void AddKnowledgeBaseClient_NullArguments_Throws()
    {
        var services = new ServiceCollection();

        Assert.That(() => ((IServiceCollection)null!).AddKnowledgeBaseClient(), ThrowsNull("services"));
        Assert.That(() => ((IServiceCollection)null!).AddKnowledgeBaseClient((IConfiguration)null!), ThrowsNull("services"));
        Assert.That(() => services.AddKnowledgeBaseClient((IConfiguration)null!), ThrowsNull("section"));
        Assert.That(() => ((IServiceCollection)null!).AddKeyedKnowledgeBaseClient("a", _ => { }), ThrowsNull("services"));
        Assert.That(() => services.AddKeyedKnowledgeBaseClient(null!, _ => { }), ThrowsNull("key"));
        Assert.That(
            () => services.AddKeyedKnowledgeBaseClient("", _ => { }),
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("key"));
        Assert.That(() => services.AddKeyedKnowledgeBaseClient("a", (Action<KnowledgeBaseClientOptions>)null!), ThrowsNull("configure"));
        Assert.That(() => services.AddKeyedKnowledgeBaseClient("a", (IConfiguration)null!), ThrowsNull("section"));
    }

    private static EqualStringConstraint ThrowsNull(string parameter) =>
        Throws.ArgumentNullException.With.Property(nameof(ArgumentException.ParamName)).EqualTo(parameter);

    private ServiceProvider BuildServices(int registrations = 1)
    {
        var services = new ServiceCollection();
        for (var i = 0; i < registrations; i++)
        {
            services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = (TestClients.Key, _server.BaseAddress));
        }

        return services.BuildServiceProvider();
    }

    private static IConfiguration Section(Dictionary<string, string?> values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create($"KnowledgeBase:{pair.Key}", pair.Value)))
            .Build()
            .GetSection("KnowledgeBase");
}
