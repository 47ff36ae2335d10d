namespace KnowledgeBaseClient;

// Quotes the text of a server or another library in a message, so that it ends in exactly one full stop.
internal static class Sentence
{
    private static readonly char[] EndMarks = ['.', ' ', '\t', '\r', '\n'];

    public static string End(string text)
    {
        var trimmed = text.TrimEnd(EndMarks);
        return trimmed.Length > 0 && trimmed[^1] is '!' or '?' or '…' ? trimmed : $"{trimmed}.";
    }
}
