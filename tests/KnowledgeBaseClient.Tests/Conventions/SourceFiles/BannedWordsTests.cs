using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The text of the repository contains none of the words in <see cref="BannedWords"/>.</summary>
public sealed class BannedWordsTests
{
    private static readonly string[] Extensions =
        [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".txt", ".xml", ".yml", ".sh", ".runsettings", ".sln", ".config", ""];

    private static readonly string[] Folders = ["src", "samples", "tests", "docs", ".ci", ".github"];

    // The files that name the words.
    private static readonly string[] Exceptions = ["BannedWords.cs", "BannedWordsTests.cs"];

    [Test]
    public void Repository_AllTextFiles_UseNoBannedWord()
    {
        var files = Folders.Where(Repository.FolderExists)
            .SelectMany(folder => Repository.Files(folder, Extensions))
            .Concat(Repository.RootFiles(Extensions))
            .Where(file => !Exceptions.Contains(Path.GetFileName(file.Path)))
            .ToList();
        var found = files.SelectMany(BannedWords.In).ToList();

        Assert.That(files.Select(file => file.Path), Does.Contain("README.md").And.Contain($"{Repository.LibraryFolder}/RunsClient.cs"));
        Assert.That(found, Is.Empty, string.Join(Environment.NewLine, found));
    }

    [TestCase("// It is borne.", "borne")]
    [TestCase("Heeds it.", "Heeds")]
    [TestCase("**nobody**", "nobody")]
    [TestCase("Wait_NobodyListens_Returns", "Nobody")]
    [TestCase("A caller is told.", "is told")]
    [TestCase("RunIsToldLater", "Is Told")]
    [TestCase("for  ever", "for  ever")]
    public void In_BannedWord_IsFound(string text, string word) =>
        Assert.That(BannedWords.In(new SourceFile("a.cs", $"first\n{text}\n")), Is.EqualTo((string[])[$"a.cs(2): {word}"]));

    [TestCase("    // It is\n    // told so.")]
    [TestCase("    /// It is\n    /// told so.")]
    [TestCase("> It is\n> told so.")]
    public void In_PhraseOnTwoLines_IsFound(string text) =>
        Assert.That(BannedWords.In(new SourceFile("a.md", text)), Has.One.StartsWith("a.md(1): "));

    [TestCase("amend recommends airborne forever nobodyish")]
    [TestCase("This told. For everyone. At easel.")]
    public void In_OtherWords_AreNotFound(string text) =>
        Assert.That(BannedWords.In(new SourceFile("a.cs", text)), Is.Empty);
}
