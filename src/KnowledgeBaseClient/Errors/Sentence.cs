namespace KnowledgeBaseClient;

// Quotes a text of a server, a run or another library in a message, so that it ends like one sentence.
internal static class Sentence
{
    private static readonly char[] TrailingMarks = ['.', ',', ';', ':', ' ', '\t', '\r', '\n'];

    public static string End(string text)
    {
        var trimmed = text.TrimEnd(TrailingMarks);
        return trimmed.Length == 0 ? "no details."
            : trimmed[^1] is '!' or '?' or '…' ? trimmed
            : $"{trimmed}.";
    }
}
