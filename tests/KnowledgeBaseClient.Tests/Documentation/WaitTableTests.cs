using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class WaitTableTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/waiting-and-watching.md");

    [Test]
    public void MethodTable_ListsEveryWait()
    {
        var methods = typeof(IRunsClient).GetMethods().Select(method => method.Name);

        Assert.That(
            Page.Table("Method").Select(row => row[0].Trim('`')),
            Is.EqualTo(methods.Where(name => name.StartsWith("Wait", StringComparison.Ordinal))));
    }

    [Test]
    public void LimitTable_NamesOptionsAndEveryExceptionOfAWait()
    {
        var rows = Page.Table("Set");
        var exceptions = typeof(RunWaitException).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(RunWaitException)))
            .Select(type => $"`{type.Name}`");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                rows.Select(row => row[0].Trim('`')),
                Is.SubsetOf(typeof(WaitOptions).GetProperties().Select(option => option.Name)));
            Assert.That(rows.Select(row => row[2]), Is.EquivalentTo(exceptions));
        }
    }

    [Test]
    public void ChangeTable_ListsEveryPropertyAndKind()
    {
        var rows = Page.Table("Property");
        var kinds = rows.Single(row => row[0] == $"`{nameof(RunChange.Kind)}`")[1].Split('`').Where((_, index) => index % 2 == 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                rows.Select(row => row[0].Trim('`')),
                Is.EquivalentTo(typeof(RunChange).GetProperties().Select(property => property.Name)));
            Assert.That(kinds, Is.EquivalentTo(Enum.GetNames<RunChangeKind>()));
        }
    }
}
