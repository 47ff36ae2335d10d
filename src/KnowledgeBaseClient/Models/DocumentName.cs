namespace KnowledgeBaseClient;

// The file name of a document as the service receives it.
internal static class DocumentName
{
    private static readonly char[] Separators = ['/', '\\'];

    // Without folders, whichever system the name comes from.
    public static string Clean(string? name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        var file = name[(name.LastIndexOfAny(Separators) + 1)..];
        return string.IsNullOrWhiteSpace(file) || file is "." or ".."
            ? throw new ArgumentException($"'{name}' contains no file name: pass a name such as report.pdf.", parameter)
            : file;
    }
}
