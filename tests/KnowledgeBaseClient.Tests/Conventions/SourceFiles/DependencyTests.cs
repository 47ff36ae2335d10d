using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The dependencies between the folders of the library point one way.</summary>
public sealed class DependencyTests
{
    private static readonly Lazy<TypeUseAnalysis> Library = new(() => new TypeUseAnalysis(Repository.Library));

    [Test]
    public void Folders_OfTheLibrary_UseOnlyWhatTheRulesAllow()
    {
        var violations = DependencyRules.Violations(Library.Value.Uses);

        Assert.That(violations, Is.Empty, string.Join(Environment.NewLine, violations));
    }

    [Test]
    public void Analysis_OfTheLibrary_ResolvesEveryName()
    {
        Assert.That(Library.Value.UnresolvedNames, Is.Empty);
        Assert.That(Library.Value.Uses, Has.Count.GreaterThan(3000));
        Assert.That(Library.Value.Uses.Select(use => use.RootNamespace), Does.Contain("Refit").And.Contain("Polly"));
    }
}
