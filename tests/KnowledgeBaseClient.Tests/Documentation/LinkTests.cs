using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class LinkTests
{
    private static IEnumerable<string> Pages => DocumentationPage.All.Select(page => page.Path);

    [TestCaseSource(nameof(Pages))]
    public void RelativeLinks_OfThePage_Resolve(string path)
    {
        var page = DocumentationPage.Get(path);
        var targets = page.LinkTargets().Where(target => !target.StartsWith("https://", StringComparison.Ordinal));

        Assert.That(targets.Where(target => !Resolves(page, target)), Is.Empty);
    }

    [Test]
    public void DocumentationIndex_ListsEveryPage()
    {
        var index = DocumentationPage.Get("docs/README.md").LinkTargets().Select(target => $"docs/{target}").ToList();
        var pages = Pages.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != "docs/README.md");

        Assert.That(pages, Is.Not.Empty.And.SubsetOf(index));
    }

    [Test]
    public void Readme_LinksToEveryGuide()
    {
        var guides = Pages.Where(path => path.Split('/') is ["docs", not "README.md"]);

        Assert.That(guides, Is.Not.Empty.And.SubsetOf(DocumentationPage.Get("README.md").LinkTargets()));
    }

    private static bool Resolves(DocumentationPage page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page.Path : PathFrom(page.Path, parts[0]);
        var isThere = File.Exists(Path.Combine(RepositoryRoot.Path, path)) || Directory.Exists(Path.Combine(RepositoryRoot.Path, path));
        return isThere && (parts.Length == 1 || DocumentationPage.Get(path).Anchors().Contains(parts[1]));
    }

    private static string PathFrom(string page, string target)
    {
        var segments = new Stack<string>(page.Split('/').SkipLast(1));
        foreach (var segment in target.Split('/'))
        {
            if (segment == "..")
            {
                segments.Pop();
            }
            else
            {
                segments.Push(segment);
            }
        }

        return string.Join('/', segments.Reverse());
    }
}
