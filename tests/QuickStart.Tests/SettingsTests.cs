using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class SettingsTests
{
    private static readonly Uri Unused = new("https://service.invalid");

    [TestCase("KNOWLEDGE_BASE_API_KEY")]
    [TestCase("KNOWLEDGE_BASE_URL")]
    [TestCase("KNOWLEDGE_BASE_ID")]
    public async Task RunAsync_OneOfThreeMissing_SaysWhichAndExitsWith2(string missing)
    {
        foreach (var value in (string?[])[null, "", "  "])
        {
            var settings = Outcome.Settings(Unused);
            settings[missing] = value;

            var outcome = await Outcome.OfAsync(settings);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(outcome.ExitCode, Is.EqualTo(2));
                Assert.That(outcome.Text, Does.Contain($"Not set: {missing}. Set all of"));
                Assert.That(outcome.Text, Does.Not.Contain(Outcome.Key));
            }
        }
    }

    [Test]
    public async Task RunAsync_OneOfThreeSet_SaysWhichTwoAreMissing()
    {
        var outcome = await Outcome.OfAsync(new Dictionary<string, string?> { ["KNOWLEDGE_BASE_URL"] = Unused.AbsoluteUri });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(2));
            Assert.That(outcome.Text, Does.Contain("Not set: KNOWLEDGE_BASE_API_KEY, KNOWLEDGE_BASE_ID."));
        }
    }

    [TestCase("KNOWLEDGE_BASE_URL", "example.com", "KNOWLEDGE_BASE_URL is not an address")]
    [TestCase("KNOWLEDGE_BASE_URL", "https://", "KNOWLEDGE_BASE_URL is not an address")]
    [TestCase("KNOWLEDGE_BASE_URL", Outcome.Key, "KNOWLEDGE_BASE_URL is not an address")]
    [TestCase("KNOWLEDGE_BASE_URL", "http://service.invalid", "plain http")]
    [TestCase("KNOWLEDGE_BASE_API_KEY", Outcome.Key + "\n", "not visible ASCII")]
    [TestCase("KNOWLEDGE_BASE_ID", "..", "The knowledge base id is a path")]
    public async Task RunAsync_SettingThatCannotBeUsed_SaysWhyAndExitsWith2(string variable, string value, string complaint)
    {
        var settings = Outcome.Settings(Unused);
        settings[variable] = value;

        var outcome = await Outcome.OfAsync(settings);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(2));
            Assert.That(outcome.Text, Does.Contain(complaint));
            Assert.That(outcome.Text, Does.Not.Contain(Outcome.Key).And.Not.Contain("   at "));
        }
    }
}
