using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class EnvironmentDefaultsTests
{
    [Test]
    public void Apply_NothingSet_LeavesNoKeyAndUsesTheDefaultAddress()
    {
        var options = Apply(new(), []);

        Assert.That(options.ApiKey, Is.Null);
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://backend.noxus.ai")));
    }

    [Test]
    public void Apply_VariablesSet_FillsOptionsThatAreNotSet()
    {
        var options = Apply(
            new(),
            new()
            {
                ["KNOWLEDGE_BASE_API_KEY"] = TestClients.Key,
                ["KNOWLEDGE_BASE_URL"] = "https://a",
                ["NOXUS_BACKEND_URL"] = "https://b",
            });

        Assert.That(options.ApiKey, Is.EqualTo(TestClients.Key));
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://a")));
    }

    [Test]
    public void Apply_OnlyTheVendorsVariableSet_UsesItsAddress([Values(null, "", " ")] string? own)
    {
        var options = Apply(new(), new() { ["KNOWLEDGE_BASE_URL"] = own, ["NOXUS_BACKEND_URL"] = "https://b" });

        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://b")));
    }

    [Test]
    public void Apply_OptionsAlreadySet_KeepsThem()
    {
        var options = Apply(
            new() { ApiKey = "configured-api-key", BaseAddress = new Uri("https://configured") },
            new() { ["KNOWLEDGE_BASE_API_KEY"] = TestClients.Key, ["KNOWLEDGE_BASE_URL"] = "https://a" });

        Assert.That(options.ApiKey, Is.EqualTo("configured-api-key"));
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://configured")));
    }

    [Test]
    public void Apply_ProviderSetOrKeyedClient_DoesNotReadTheKey()
    {
        var environment = new Dictionary<string, string?> { ["KNOWLEDGE_BASE_API_KEY"] = TestClients.Key };

        Assert.That(Apply(new() { ApiKeyProvider = _ => ValueTask.FromResult("provided-api-key") }, environment).ApiKey, Is.Null);
        Assert.That(Apply(new() { KeyFromEnvironment = false }, environment).ApiKey, Is.Null);
    }

    [TestCase("not an address")]
    [TestCase("https://")]
    [TestCase("http://a b")]
    [TestCase("http://[")]
    [TestCase("https://h:99999")]
    [TestCase("\ud800")]
    public void Apply_InvalidAddressInAVariable_IsReportedByTheValidator(string address)
    {
        var options = Apply(new() { ApiKey = TestClients.Key }, new() { ["KNOWLEDGE_BASE_URL"] = address });

        Assert.That(OptionsValidator.FindProblems(options).Single(), Does.Contain("KNOWLEDGE_BASE_URL"));
    }

    private static KnowledgeBaseClientOptions Apply(KnowledgeBaseClientOptions options, Dictionary<string, string?> environment)
    {
        EnvironmentDefaults.Apply(options, environment.GetValueOrDefault);
        return options;
    }
}
