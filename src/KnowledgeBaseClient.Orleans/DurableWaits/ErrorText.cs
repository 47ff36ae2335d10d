namespace KnowledgeBaseClient;

// The message of a failure as it is stored and logged.
internal static class ErrorText
{
    private const int MaxLength = 1024;

    public static string Of(Exception failure, Func<string, string> redact)
    {
        var text = string.IsNullOrWhiteSpace(failure.Message) ? failure.GetType().Name : Sentence.Line(redact(failure.Message));
        return Truncate(text);
    }

    // Orleans quotes the stack trace of the storage in its own message.
    public static string OfCause(Exception failure, Func<string, string> redact) => Of(failure.GetBaseException(), redact);

    // Not within a surrogate pair, which some storage would reject.
    public static string Truncate(string text) =>
        text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
