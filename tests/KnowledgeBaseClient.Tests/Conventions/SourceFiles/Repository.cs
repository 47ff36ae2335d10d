using System.Reflection;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The source files from which these tests were built.</summary>
internal static class Repository
{
    public const string LibraryFolder = "src/KnowledgeBaseClient";

    private const string SolutionFile = "KnowledgeBaseClient.sln";

    private static readonly string[] GeneratedFolders =
        ["bin", "obj", "artifacts", "TestResults", "StrykerOutput", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>The library's C# files, with paths from the library's folder.</summary>
    public static IReadOnlyList<SourceFile> Library { get; } =
        [.. Files(LibraryFolder, ".cs").Select(file => file with { Path = file.Path[(LibraryFolder.Length + 1)..] })];

    /// <summary>Reads a folder's files with one of these extensions, subfolders included, build output excluded.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<SourceFile> Files(string folder, params string[] extensions) =>
        Files(new DirectoryInfo(Path.Combine(Root, folder)), extensions);

    /// <summary>Reads the files directly in the root of the repository with one of these extensions.</summary>
    public static IEnumerable<SourceFile> RootFiles(params string[] extensions) => FilesIn(new DirectoryInfo(Root), extensions);

    public static bool FolderExists(string folder) => Directory.Exists(Path.Combine(Root, folder));

    private static IEnumerable<SourceFile> Files(DirectoryInfo folder, string[] extensions) =>
        folder.GetDirectories()
            .Where(child => !GeneratedFolders.Contains(child.Name) && !child.Name.StartsWith('.'))
            .SelectMany(child => Files(child, extensions))
            .Concat(FilesIn(folder, extensions))
            .OrderBy(file => file.Path, StringComparer.Ordinal);

    private static IEnumerable<SourceFile> FilesIn(DirectoryInfo folder, string[] extensions) =>
        folder.GetFiles()
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => new SourceFile(PathFromRoot(file.FullName), File.ReadAllText(file.FullName)));

    private static string PathFromRoot(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        return File.Exists(Path.Combine(root, SolutionFile))
            ? root
            : throw new DirectoryNotFoundException(
                $"These tests read the source files, but {SolutionFile} is not in {root}. Build the tests in the clone where they run.");
    }
}
