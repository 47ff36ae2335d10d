namespace KnowledgeBaseClient;

// Copies the options of an upload and throws if they are invalid, before anything is sent.
internal static class UploadOptionsValidator
{
    private const int MaxPrefixLength = 1024;
    private const int MaxFiles = 1000;
    private const int MaxRequests = 100;

    public static UploadOptions CopyAndValidate(UploadOptions? options)
    {
        var copy = options?.Clone() ?? new UploadOptions();
        if (FindProblem(copy) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        copy.Prefix = string.IsNullOrWhiteSpace(copy.Prefix) ? null : copy.Prefix;
        return copy;
    }

    private static string? FindProblem(UploadOptions options) =>
        options.Prefix is { Length: > MaxPrefixLength }
            ? $"Prefix has {options.Prefix.Length} characters. Set {Name(nameof(options.Prefix))} to at most {MaxPrefixLength} characters."
        : options.Prefix is { } prefix && !Identifier.IsWellFormed(prefix)
            ? $"Prefix is not valid Unicode (it contains a lone surrogate). Correct {Name(nameof(options.Prefix))}."
        : options.MaxFilesPerRequest is < 1 or > MaxFiles
            ? $"MaxFilesPerRequest is {options.MaxFilesPerRequest}. Set {Name(nameof(options.MaxFilesPerRequest))} to a number from 1 to "
                + $"{MaxFiles}."
        : options.MaxBytesPerRequest < 1
            ? $"MaxBytesPerRequest is {options.MaxBytesPerRequest}. Set {Name(nameof(options.MaxBytesPerRequest))} to at least 1, or to "
                + "null for no limit."
        : options.MaxConcurrentRequests is < 1 or > MaxRequests
            ? $"MaxConcurrentRequests is {options.MaxConcurrentRequests}. Set {Name(nameof(options.MaxConcurrentRequests))} to a number "
                + $"from 1 to {MaxRequests}."
        : null;

    private static string Name(string property) => $"{nameof(UploadOptions)}.{property}";
}
