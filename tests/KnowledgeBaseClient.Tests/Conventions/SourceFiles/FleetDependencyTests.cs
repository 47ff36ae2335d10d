using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The dependencies between the folders of the fleet point one way.</summary>
public sealed class FleetDependencyTests
{
    private const string Folder = "src/KnowledgeBaseClient.Orleans";

    [Test]
    public void Folders_OfTheFleet_UseOnlyWhatTheRulesAllow()
    {
        var files = Repository.Files(Folder, ".cs").Select(file => file with { Path = file.Path[(Folder.Length + 1)..] });

        // The types of Orleans are not resolved: the tests do not reference it.
        var uses = new TypeUseAnalysis(files).Uses.Where(use => use.Declaration is not null).ToList();
        var violations = FleetDependencyRules.Violations(uses);

        Assert.That(uses, Has.Count.GreaterThan(1000));
        Assert.That(violations, Is.Empty, string.Join(Environment.NewLine, violations));
    }

    [TestCase("Polling", "WaitShard", "Polling must not use DurableWaits")]
    [TestCase("DurableWaits", "BudgetGrain", "DurableWaits must not use Budget")]
    [TestCase("Diagnostics", "WaitShard", "Diagnostics must not use DurableWaits")]
    [TestCase("DurableWaits", "FleetExtensions", "DurableWaits must not use DependencyInjection")]
    [TestCase("Unknown", "WaitShard", "Unknown must not use DurableWaits")]
    public void Violations_ForbiddenUse_AreFound(string folder, string type, string rule) =>
        Assert.That(ViolationsOf(folder, type), Has.Some.EndsWith(rule));

    [TestCase("DependencyInjection", "BudgetGrain")]
    [TestCase("DurableWaits", "WaitShard")]
    [TestCase("Budget", "FleetOptions")]
    public void Violations_AllowedUse_AreNone(string folder, string type) => Assert.That(ViolationsOf(folder, type), Is.Empty);

    private static IReadOnlyList<string> ViolationsOf(string folder, string type) =>
        FleetDependencyRules.Violations(new TypeUseAnalysis(
        [
            new("FleetOptions.cs", "class FleetOptions { }"),
            new("DurableWaits/WaitShard.cs", "class WaitShard { }"),
            new("Budget/BudgetGrain.cs", "class BudgetGrain { }"),
            new("DependencyInjection/FleetExtensions.cs", "class FleetExtensions { }"),
            new($"{folder}/Sample.cs", $"class Sample {{ {type}? _field; }}"),
        ]).Uses);
}
