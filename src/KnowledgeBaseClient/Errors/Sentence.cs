namespace KnowledgeBaseClient;

// Quotes a text of a server, a run or another library in a message, so that it ends like one sentence.
internal static class Sentence
{
    private static readonly char[] TrailingMarks = ['.', ',', ';', ':', ' '];

    // A line break or an escape sequence of a server must not forge log lines.
    public static string Line(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;

    public static string End(string text)
    {
        var trimmed = Line(text).TrimEnd(TrailingMarks);
        return trimmed.Length == 0 ? "no details."
            : trimmed[^1] is '!' or '?' or '…' ? trimmed
            : $"{trimmed}.";
    }
}
