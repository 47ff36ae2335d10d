namespace KnowledgeBaseClient;

// An exception of the application for the log, without the API key that its text may contain. Loggers write the result of ToString.
internal sealed class RedactedFailure : Exception
{
    private readonly string _text;

    public RedactedFailure(Exception failure, Func<string, string> redact)
        : base(redact(failure.Message)) => _text = redact(failure.ToString());

    public static RedactedFailure? Of(Exception? failure, Func<string, string> redact) =>
        failure is null ? null : new RedactedFailure(failure, redact);

    public override string ToString() => _text;
}
