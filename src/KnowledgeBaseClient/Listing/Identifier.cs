namespace KnowledgeBaseClient;

// Rejects ids that would change the meaning of a request.
internal static class Identifier
{
    // As escaped in a URL. Ids of the service have 36 characters.
    private const int MaxLength = 2048;

    // One UTF-16 code unit becomes up to three UTF-8 bytes of three characters each.
    private const int MaxEscapeLength = 9;

    public static void Check(string? id, string parameter, string what)
    {
        if (id is null)
        {
            throw new ArgumentNullException(parameter, $"The {what} is null.");
        }

        var problem = string.IsNullOrWhiteSpace(id) ? "is empty"
            : id is "." or ".." ? "is a relative path"
            : !IsWellFormed(id) ? "is not valid Unicode (it contains a lone surrogate)"
            : id.Length > MaxLength / MaxEscapeLength && Uri.EscapeDataString(id).Length > MaxLength
                ? $"is longer than {MaxLength} characters in a URL"
            : null;

        if (problem is not null)
        {
            throw new ArgumentException($"The {what} {problem}: pass the id as the service returned it.", parameter);
        }
    }

    public static void CheckRunId(string? id, string parameter)
    {
        Check(id, parameter, "run id");
        if (id!.Contains(',', StringComparison.Ordinal))
        {
            throw new ArgumentException("A run id contains a comma, which would make it several ids: pass each id separately.", parameter);
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
