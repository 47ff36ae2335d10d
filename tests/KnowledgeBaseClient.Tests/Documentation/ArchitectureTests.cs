using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ArchitectureTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/architecture.md");
    private static readonly string Source = Path.Combine(RepositoryRoot.Path, "src", "KnowledgeBaseClient");

    [Test]
    public void FolderTable_ListsEveryFolderWithSource()
    {
        var folders = SourceFiles(Source)
            .Select(file => Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => folder != ".")
            .Distinct();

        Assert.That(Rows().Select(row => row.Folder), Is.EquivalentTo(folders));
    }

    [Test]
    public void FolderTable_NamesFilesOfTheFolder()
    {
        foreach (var (folder, types) in Rows())
        {
            Assert.That(types, Is.Not.Empty);
            Assert.That(types.Where(type => !File.Exists(Path.Combine(Source, folder, $"{type}.cs"))), Is.Empty, folder);
        }
    }

    private static IEnumerable<(string Folder, IReadOnlyList<string> Types)> Rows() =>
        Page.Table("Folder of `src/KnowledgeBaseClient`")
            .Select(row => (row[0].Trim('`'), (IReadOnlyList<string>)[.. row[2].Split('`').Where((_, index) => index % 2 == 1)]));

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "obj"))
            .SelectMany(SourceFiles));
}
