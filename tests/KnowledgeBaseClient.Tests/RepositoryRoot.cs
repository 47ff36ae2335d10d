using System.Reflection;

namespace KnowledgeBaseClient.Tests;

/// <summary>The folder of the repository that the tests were built from.</summary>
internal static class RepositoryRoot
{
    private const string SolutionFile = "KnowledgeBaseClient.sln";

    public static string Path { get; } = Find();

    private static string Find()
    {
        var root = typeof(RepositoryRoot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        return File.Exists(System.IO.Path.Combine(root, SolutionFile))
            ? root
            : throw new DirectoryNotFoundException(
                $"These tests read the source files, but {SolutionFile} is not in {root}. Build the tests in the clone where they run.");
    }
}
