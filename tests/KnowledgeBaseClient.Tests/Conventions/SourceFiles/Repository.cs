namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The source files from which these tests were built.</summary>
internal static class Repository
{
    public const string LibraryFolder = "src/KnowledgeBaseClient";

    private static readonly string[] GeneratedFolders =
        ["bin", "obj", "artifacts", "TestResults", "StrykerOutput", "BenchmarkDotNet.Artifacts"];

    /// <summary>The library's C# files, with paths from the library's folder.</summary>
    public static IReadOnlyList<SourceFile> Library { get; } =
        [.. Files(LibraryFolder, ".cs").Select(file => file with { Path = file.Path[(LibraryFolder.Length + 1)..] })];

    /// <summary>Reads a folder's files with one of these extensions, subfolders included, build output excluded.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<SourceFile> Files(string folder, params string[] extensions) =>
        Files(new DirectoryInfo(Path.Combine(RepositoryRoot.Path, folder)), extensions);

    /// <summary>Reads the files directly in the root of the repository with one of these extensions.</summary>
    public static IEnumerable<SourceFile> RootFiles(params string[] extensions) =>
        FilesIn(new DirectoryInfo(RepositoryRoot.Path), extensions);

    public static bool FolderExists(string folder) => Directory.Exists(Path.Combine(RepositoryRoot.Path, folder));

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

    private static string PathFromRoot(string path) => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
}
