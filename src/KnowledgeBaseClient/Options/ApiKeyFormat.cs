namespace KnowledgeBaseClient;

// The format of every API key, whether it comes from the options, the environment or a provider.
internal static class ApiKeyFormat
{
    // A shorter key can occur inside ordinary words, and redaction would garble messages and headers that contain them.
    private const int MinLength = 8;

    // Servers commonly limit a header line to this size.
    private const int MaxLength = 4096;

    // Returns the end of a sentence about the key, which never quotes it; null when the key is valid.
    public static string? FindProblem(string? key)
    {
        if (string.IsNullOrEmpty(key))
        {
            return "is missing";
        }

        // Any other character could end the header and start another one, or change on the way to the service.
        var position = key.AsSpan().IndexOfAnyExceptInRange('!', '~');
        return position >= 0 ? $"has a character that is not visible ASCII (U+{(int)key[position]:X4}) at position {position}"
            : key.Length < MinLength ? $"is shorter than {MinLength} characters"
            : key.Length > MaxLength ? $"is longer than {MaxLength} characters"
            : null;
    }
}
