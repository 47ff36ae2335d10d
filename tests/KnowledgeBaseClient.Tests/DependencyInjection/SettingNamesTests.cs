using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>Entries of a configuration section: misspelled ones are reported, blank ones count as not set.</summary>
public sealed class SettingNamesTests
{
    [TestCase("ApiKeys", "ApiKey")]
    [TestCase("base_address", "BaseAddress")]
    [TestCase("MaxRetry", "MaxRetries")]
    [TestCase("Timeout", "TotalTimeout")]
    [TestCase("Polling:Interval", "MaxInterval")]
    [TestCase("Polling:MaxConcurency", "MaxConcurrentRequests")]
    public void FindUnknown_MisspelledEntry_SuggestsTheNearestOption(string entry, string suggestion) =>
        Assert.That(
            SettingNames.FindUnknown(Section((entry, "1"), ("apikey", "x"), ("Polling:InitialInterval", "00:00:01"))),
            Is.EqualTo((UnknownSetting[])[new UnknownSetting($"Services:Runs:{entry}", suggestion)]));

    [Test]
    public void FindUnknown_EveryOption_IsKnown()
    {
        var options = typeof(KnowledgeBaseClientOptions).GetProperties().Select(property => property.Name)
            .Except([nameof(KnowledgeBaseClientOptions.ApiKeyProvider), nameof(KnowledgeBaseClientOptions.Polling)]);
        var polling = typeof(PollingOptions).GetProperties().Select(property => $"Polling:{property.Name}");

        Assert.That(SettingNames.FindUnknown(Section([.. options.Concat(polling).Select(name => (name, "1"))])), Is.Empty);
    }

    [Test]
    public void AddKnowledgeBaseClient_MisspelledEntry_LogsAWarningWhenTheClientIsCreated()
    {
        using var logs = new CapturedLogs();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs));
        services.AddKnowledgeBaseClient(Section(("ApiKey", TestClients.Key), ("MaxRetrys", "1")));
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IRunsClient>();

        Assert.That(
            logs.Texts,
            Has.Some.EqualTo(
                "The configuration entry Services:Runs:MaxRetrys is ignored: no option has this name. Did you mean MaxRetries?"));
    }

    [Test]
    public void AddKnowledgeBaseClient_BlankEntries_CountAsNotSet([Values("", "  ", "\t")] string blank)
    {
        var names = typeof(KnowledgeBaseClientOptions).GetProperties().Select(property => property.Name)
            .Except([nameof(KnowledgeBaseClientOptions.ApiKeyProvider), nameof(KnowledgeBaseClientOptions.ApiKey)])
            .Concat(typeof(PollingOptions).GetProperties().Select(property => $"Polling:{property.Name}"));
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(Section([("ApiKey", TestClients.Key), .. names.Select(name => (name, blank))]));
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IRunsClient>();

        var options = provider.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;
        var defaults = new KnowledgeBaseClientOptions();
        Assert.That((options.MaxRetries, options.AttemptTimeout), Is.EqualTo((defaults.MaxRetries, defaults.AttemptTimeout)));
        Assert.That(options.Polling.MaxInterval, Is.EqualTo(defaults.Polling.MaxInterval));
    }

    [Test]
    public void AddKeyedKnowledgeBaseClient_MisspelledKey_IsMentionedInTheError()
    {
        var services = new ServiceCollection();
        services.AddKeyedKnowledgeBaseClient("tenant-a", Section(("ApiKeys", TestClients.Key)));
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredKeyedService<IRunsClient>("tenant-a"),
            Throws.Exception.With.Message.Contains("There is no API key.").And.Message.Contains("Did you mean ApiKey?"));
    }

    [Test]
    public void FindUnknown_NothingSimilar_SuggestsNothing() =>
        Assert.That(SettingNames.FindUnknown(Section(("Color", "red"))).Single().Suggestion, Is.Null);

    [Test]
    public void AddKnowledgeBaseClient_RootOfTheConfiguration_DoesNotReportTheRestOfIt()
    {
        using var logs = new CapturedLogs();
        var root = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = TestClients.Key, ["PATH"] = "/bin" })
            .Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs));
        services.AddKnowledgeBaseClient(root);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IRunsClient>();

        Assert.That(logs.Texts, Is.Empty);
    }

    [Test]
    public void AddKnowledgeBaseClient_BlankEntries_CountAsNotSet()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(Section(("BaseAddress", " "), ("ApplicationName", "")))
            .Services.PostConfigure<KnowledgeBaseClientOptions>(options => options.ApiKey = TestClients.Key);
        using var provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IRunsClient>(), Throws.Nothing);
    }

    [TestCase("")]
    [TestCase("  ")]
    public void AddKeyedKnowledgeBaseClient_BlankKey_IsReportedAsMissing(string key)
    {
        var services = new ServiceCollection();
        services.AddKeyedKnowledgeBaseClient("tenant-a", Section(("ApiKey", key)));
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredKeyedService<IRunsClient>("tenant-a"),
            Throws.Exception.With.Message.Contains("There is no API key. Set Services:Runs:ApiKey in the configuration"));
    }

    private static IConfigurationSection Section(params (string Name, string Value)[] entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create($"Services:Runs:{entry.Name}", (string?)entry.Value)))
        .Build()
        .GetSection("Services:Runs");
}
