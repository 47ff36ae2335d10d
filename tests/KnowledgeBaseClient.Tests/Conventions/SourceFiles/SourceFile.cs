namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">The path from the root of the repository (library files: from the library's folder), with forward slashes.</param>
/// <param name="Text">The content.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The path of the folder, such as <c>Http/Retry</c>.</summary>
    /// <value>Empty for files in the root.</value>
    public string Folder => Path.LastIndexOf('/') is >= 0 and var end ? Path[..end] : "";

    /// <summary>The lines, numbered from 1.</summary>
    public IEnumerable<(int Number, string Line)> Lines =>
        Text.TrimEnd('\n').Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));
}
