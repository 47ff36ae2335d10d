namespace KnowledgeBaseClient;

// Refuses ids that would ask for something else than meant.
internal static class Identifier
{
    // As it stands in a URL. The service's ids have 36.
    private const int MaxLength = 2048;

    // Of one UTF-16 unit: three bytes of UTF-8, three characters each.
    private const int LongestEscape = 9;

    public static void Check(string? id, string parameter, string what)
    {
        if (id is null)
        {
            throw new ArgumentNullException(parameter, $"The {what} is null.");
        }

        var problem = string.IsNullOrWhiteSpace(id) ? "is empty"
            : id is "." or ".." ? "is a path, not an id"
            : !IsWellFormed(id) ? "holds half a surrogate pair, which cannot be sent"
            : id.Length > MaxLength / LongestEscape && Uri.EscapeDataString(id).Length > MaxLength ? $"takes more than {MaxLength} characters of a URL"
            : null;

        if (problem is not null)
        {
            throw new ArgumentException($"The {what} {problem}: give the id that the service uses.", parameter);
        }
    }

    public static void CheckRunId(string? id, string parameter)
    {
        Check(id, parameter, "run id");
        if (id!.Contains(',', StringComparison.Ordinal))
        {
            throw new ArgumentException("A run id holds a comma, which would make it several ids: give each id on its own.", parameter);
        }
    }

    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
