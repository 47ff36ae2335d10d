using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class SettingsTests
{
    private static readonly Uri UnusedAddress = new("https://service.invalid");

    [TestCase("KNOWLEDGE_BASE_API_KEY")]
    [TestCase("KNOWLEDGE_BASE_URL")]
    [TestCase("KNOWLEDGE_BASE_ID")]
    public async Task RunAsync_OneVariableMissing_NamesItAndExitsWith2(string missing)
    {
        foreach (var value in (string?[])[null, "", "  "])
        {
            var variables = SampleResult.VariablesFor(UnusedAddress);
            variables[missing] = value;

            var result = await SampleResult.RunAsync(variables);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(result.ExitCode, Is.EqualTo(2));
                Assert.That(result.Text, Does.Contain($"Not set: {missing}. Set all of"));
                Assert.That(result.Text, Does.Not.Contain(SampleResult.ApiKey));
            }
        }
    }

    [Test]
    public async Task RunAsync_TwoVariablesMissing_NamesBothAndExitsWith2()
    {
        var result = await SampleResult.RunAsync(new Dictionary<string, string?> { ["KNOWLEDGE_BASE_URL"] = UnusedAddress.AbsoluteUri });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Text, Does.Contain("Not set: KNOWLEDGE_BASE_API_KEY, KNOWLEDGE_BASE_ID."));
        }
    }

    [TestCase("KNOWLEDGE_BASE_URL", "example.com", "KNOWLEDGE_BASE_URL is not an absolute URL")]
    [TestCase("KNOWLEDGE_BASE_URL", "https://", "KNOWLEDGE_BASE_URL is not an absolute URL")]
    [TestCase("KNOWLEDGE_BASE_URL", SampleResult.ApiKey, "KNOWLEDGE_BASE_URL is not an absolute URL")]
    [TestCase("KNOWLEDGE_BASE_URL", "http://service.invalid", "plain http")]
    [TestCase("KNOWLEDGE_BASE_API_KEY", SampleResult.ApiKey + "\n", "not visible ASCII")]
    [TestCase("KNOWLEDGE_BASE_ID", "..", "The knowledge base id is a relative path")]
    public async Task RunAsync_InvalidVariable_ExplainsWhyAndExitsWith2(string variable, string value, string expectedMessage)
    {
        var variables = SampleResult.VariablesFor(UnusedAddress);
        variables[variable] = value;

        var result = await SampleResult.RunAsync(variables);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Text, Does.Contain(expectedMessage));
            Assert.That(result.Text, Does.Not.Contain(SampleResult.ApiKey).And.Not.Contain("   at "));
        }
    }
}
