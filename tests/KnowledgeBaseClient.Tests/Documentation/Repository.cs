namespace KnowledgeBaseClient.Tests.Documentation;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string FindRoot(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("The tests do not run inside the repository.")
        : File.Exists(Path.Combine(folder.FullName, "KnowledgeBaseClient.sln")) ? folder.FullName
        : FindRoot(folder.Parent);
}
