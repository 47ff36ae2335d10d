using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Every C# file keeps to the limits, and the tests have the folders of the library.</summary>
public sealed class SourceFileTests
{
    private static readonly string[] Folders = ["src", "samples", "tests"];

    private static IEnumerable<SourceFile> CSharpFiles => Folders.SelectMany(folder => Repository.Files(folder, ".cs"));

    [Test]
    public void CSharpFiles_All_HaveNoLongLine() => AssertNone(CSharpFiles, SourceFileRules.LongLines);

    [Test]
    public void CSharpFiles_All_AreShort() => AssertNone(CSharpFiles, SourceFileRules.TooManyLines);

    [Test]
    public void SourceFiles_OfThePackages_DeclareOnePublicTypeEach() =>
        AssertNone(Repository.Files("src", ".cs"), SourceFileRules.SeveralPublicTypes);

    [Test]
    public void TestFolders_MirrorTheFoldersOfTheLibrary()
    {
        var tests = Repository.Files("tests/KnowledgeBaseClient.Tests", ".cs").Select(file => file.Folder).ToHashSet();

        var missing = Repository.Library
            .Select(file => $"tests/KnowledgeBaseClient.Tests/{file.Folder}".TrimEnd('/'))
            .Distinct()
            .Where(folder => !tests.Contains(folder));

        Assert.That(missing, Is.Empty);
    }

    // In a browser, so that no test can run it.
    [TestCase("RunsClient.cs")]
    [TestCase("Http/ClientServices.cs")]
    [TestCase("DependencyInjection/KnowledgeBaseClientServiceCollectionExtensions.cs")]
    public void ClientConstruction_Everywhere_RefusesBrowsers(string path) =>
        Assert.That(
            Repository.Library.Single(file => file.Path == path).Text,
            Does.Contain($"{nameof(BrowserGuard)}.{nameof(BrowserGuard.ThrowIfBrowser)}();"));

    [TestCase(140, 0)]
    [TestCase(141, 1)]
    public void LongLines_LineAroundTheLimit_IsFoundBeyondIt(int columns, int found) =>
        Assert.That(
            SourceFileRules.LongLines(File($"\n{new string('x', columns)}\r\n")),
            Has.Exactly(found).EqualTo($"a.cs(2): {columns} columns"));

    [TestCase(250, 0)]
    [TestCase(251, 1)]
    public void TooManyLines_FileAroundTheLimit_IsFoundBeyondIt(int lines, int found) =>
        Assert.That(
            SourceFileRules.TooManyLines(File(new string('\n', lines - 1) + "x\n")),
            Has.Exactly(found).EqualTo($"a.cs: {lines} lines"));

    [TestCase("public class A { public class B { } }", 0)]
    [TestCase("public class A { } class B { } internal enum C { }", 0)]
    [TestCase("namespace N; public class A { } public enum B { }", 1)]
    [TestCase("namespace N { public interface A { } public delegate void B(); }", 1)]
    [TestCase("public sealed record A; public readonly struct B;", 1)]
    public void SeveralPublicTypes_OfOneFile_AreFound(string text, int found) =>
        Assert.That(SourceFileRules.SeveralPublicTypes(File(text)), Has.Exactly(found).EqualTo("a.cs: 2 public types"));

    private static SourceFile File(string text) => new("a.cs", text);

    private static void AssertNone(IEnumerable<SourceFile> files, Func<SourceFile, IEnumerable<string>> rule)
    {
        var found = files.SelectMany(rule).ToList();

        Assert.That(files, Is.Not.Empty);
        Assert.That(found, Is.Empty, string.Join(Environment.NewLine, found));
    }
}
