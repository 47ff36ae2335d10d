namespace KnowledgeBaseClient;

// Quotes a text of a server, a run or another library in a message, so that it ends like one sentence.
internal static class Sentence
{
    private static readonly char[] TrailingMarks = ['.', ',', ';', ':', ' '];

    public static string End(string text)
    {
        // A line break or an escape sequence of a server must not forge log lines.
        var line = text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
        var trimmed = line.TrimEnd(TrailingMarks);
        return trimmed.Length == 0 ? "no details."
            : trimmed[^1] is '!' or '?' or '…' ? trimmed
            : $"{trimmed}.";
    }
}
