using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Options;

public sealed class EnvironmentDefaultsTests
{
    [Test]
    public void Apply_NothingSetAnywhere_LeavesNoKeyAndTheServicesAddress()
    {
        var options = Applied(new(), []);

        Assert.That(options.ApiKey, Is.Null);
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://backend.noxus.ai")));
    }

    [Test]
    public void Apply_VariablesSet_FillInWhatIsNotSet()
    {
        var options = Applied(new(), new() { ["KNOWLEDGE_BASE_API_KEY"] = "test-api-key", ["KNOWLEDGE_BASE_URL"] = "https://a", ["NOXUS_BACKEND_URL"] = "https://b" });

        Assert.That(options.ApiKey, Is.EqualTo("test-api-key"));
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://a")));
    }

    [Test]
    public void Apply_OnlyTheVendorsVariable_GivesTheAddress([Values(null, "", " ")] string? own)
    {
        var options = Applied(new(), new() { ["KNOWLEDGE_BASE_URL"] = own, ["NOXUS_BACKEND_URL"] = "https://b" });

        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://b")));
    }

    [Test]
    public void Apply_OptionsSet_KeepsThem()
    {
        var options = Applied(
            new() { ApiKey = "configured-api-key", BaseAddress = new Uri("https://mine") },
            new() { ["KNOWLEDGE_BASE_API_KEY"] = "test-api-key", ["KNOWLEDGE_BASE_URL"] = "https://a" });

        Assert.That(options.ApiKey, Is.EqualTo("configured-api-key"));
        Assert.That(options.BaseAddress, Is.EqualTo(new Uri("https://mine")));
    }

    [Test]
    public void Apply_ProviderSetOrKeyed_LeavesTheKeyOut()
    {
        var environment = new Dictionary<string, string?> { ["KNOWLEDGE_BASE_API_KEY"] = "test-api-key" };

        Assert.That(Applied(new() { ApiKeyProvider = _ => ValueTask.FromResult("provided-api-key") }, environment).ApiKey, Is.Null);
        Assert.That(Applied(new() { KeyFromEnvironment = false }, environment).ApiKey, Is.Null);
    }

    [TestCase("not an address")]
    [TestCase("https://")]
    [TestCase("http://a b")]
    [TestCase("http://[")]
    [TestCase("https://h:99999")]
    [TestCase("\ud800")]
    public void Apply_AddressThatIsNone_IsKeptForTheValidatorToName(string address)
    {
        var options = Applied(new() { ApiKey = "test-api-key" }, new() { ["KNOWLEDGE_BASE_URL"] = address });

        Assert.That(OptionsValidator.Complaints(options).Single(), Does.Contain("KNOWLEDGE_BASE_URL"));
    }

    private static KnowledgeBaseClientOptions Applied(KnowledgeBaseClientOptions options, Dictionary<string, string?> environment)
    {
        EnvironmentDefaults.Apply(options, environment.GetValueOrDefault);
        return options;
    }
}
