using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class SnippetTests
{
    private static IEnumerable<string> Pages => DocumentationPage.All.Select(page => page.Path);

    [TestCaseSource(nameof(Pages))]
    public void CSharpBlocks_OfThePage_AreCompiledInItsSnippetsFile(string path)
    {
        var page = DocumentationPage.Get(path);

        Assert.That(page.CodeBlocks("csharp"), Is.EqualTo(page.CompiledSnippets()));
    }

    [Test]
    public void SnippetsFiles_All_BelongToAPageWithCode()
    {
        var pagesWithCode = DocumentationPage.All.Where(page => page.CodeBlocks("csharp").Count > 0).ToList();

        Assert.That(DocumentationPage.SnippetsNames(), Is.Not.Empty.And.EquivalentTo(pagesWithCode.Select(page => page.SnippetsName)));
    }

    [Test]
    public void CodeBlocks_All_NameALanguageThatIsCheckedOrNotCode()
    {
        string[] languages = ["csharp", "json", "shell", "console", "mermaid"];

        foreach (var page in DocumentationPage.All)
        {
            var fences = page.Markdown.Split('\n').Where(line => line.StartsWith("```", StringComparison.Ordinal)).ToList();
            var (opening, closing) = (fences.Where((_, index) => index % 2 == 0), fences.Where((_, index) => index % 2 == 1));
            Assert.That(opening.Select(fence => fence[3..]).Distinct(), Is.SubsetOf(languages), page.Path);
            Assert.That(closing, Is.All.EqualTo("```"), page.Path);
        }
    }
}
