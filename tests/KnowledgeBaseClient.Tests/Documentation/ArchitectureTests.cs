using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Documentation;

public sealed class ArchitectureTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Get("docs/architecture.md");

    [TestCase("KnowledgeBaseClient")]
    [TestCase("KnowledgeBaseClient.Orleans")]
    public void FolderTable_ListsEveryFolderWithSource(string package)
    {
        var folders = SourceFiles(SourceOf(package))
            .Select(file => Path.GetRelativePath(SourceOf(package), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => folder != ".")
            .Distinct();

        Assert.That(Rows(package).Select(row => row.Folder), Is.EquivalentTo(folders));
    }

    [TestCase("KnowledgeBaseClient")]
    [TestCase("KnowledgeBaseClient.Orleans")]
    public void FolderTable_NamesFilesOfTheFolder(string package)
    {
        foreach (var (folder, types) in Rows(package))
        {
            Assert.That(types, Is.Not.Empty);
            Assert.That(types.Where(type => !File.Exists(Path.Combine(SourceOf(package), folder, $"{type}.cs"))), Is.Empty, folder);
        }
    }

    private static string SourceOf(string package) => Path.Combine(RepositoryRoot.Path, "src", package);

    private static IEnumerable<(string Folder, IReadOnlyList<string> Types)> Rows(string package) =>
        Page.Table($"Folder of `src/{package}`")
            .Select(row => (row[0].Trim('`'), (IReadOnlyList<string>)[.. row[2].Split('`').Where((_, index) => index % 2 == 1)]));

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "obj"))
            .SelectMany(SourceFiles));
}
