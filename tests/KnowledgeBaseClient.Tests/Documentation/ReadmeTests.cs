using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ReadmeTests
{
    private static readonly DocumentationPage Readme = DocumentationPage.Get("README.md");

    [Test]
    public void FirstBlock_OfTheReadme_HasSixLinesAndComesFirst()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Readme.CodeBlocks("csharp")[0].TrimEnd('\n').Split('\n'), Has.Length.EqualTo(6).And.None.Empty);
            Assert.That(Readme.Markdown.Split('\n').TakeWhile(line => line != "```csharp").ToArray(), Has.Length.EqualTo(4));
        }
    }

    [Test]
    public void ShellBlock_OfTheReadme_IsTheTwoCommands() =>
        Assert.That(Readme.CodeBlocks("shell"), Is.EqualTo((string[])["dotnet run --project samples/QuickStart\ndotnet test\n"]));

    [Test]
    public void MethodTable_OfTheReadme_ListsEveryMethodOfTheClient() =>
        Assert.That(
            Readme.Table("Method").Select(row => row[0]),
            Is.EqualTo(typeof(IRunsClient).GetMethods().Select(method => $"`{method.Name}`")));

    [Test]
    public void Length_OfTheReadme_IsAtMost150Lines() => Assert.That(Readme.Markdown.TrimEnd('\n').Split('\n'), Has.Length.AtMost(150));

    [Test]
    public void Decisions_All_HaveTheThreeSectionsInAtMost40Lines()
    {
        var decisions = DocumentationPage.All.Where(page => page.Path.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToList();

        Assert.That(decisions, Is.Not.Empty);
        foreach (var decision in decisions)
        {
            Assert.That(decision.Anchors().Skip(1), Is.EqualTo((string[])["context", "decision", "consequences"]), decision.Path);
            Assert.That(decision.Markdown.TrimEnd('\n').Split('\n'), Has.Length.AtMost(40), decision.Path);
        }
    }
}
