using System.Globalization;

namespace KnowledgeBaseClient;

// Builds the exceptions of documents that cannot be sent as they are.
internal static class DocumentFailure
{
    public static IOException Unreadable(DocumentUpload document, Exception failure, KeyRedactor redactor) => new(
        redactor.Redact($"The document {Sentence.Line(document.Name)} cannot be read: {Sentence.End(failure.Message)}"),
        redactor.NullIfContainsKey(failure));

    // Actual: what has been read so far, if it is more than expected.
    public static IOException OtherLength(DocumentUpload document, long expected, long actual, KeyRedactor redactor) => new(
        redactor.Redact(string.Create(
            CultureInfo.InvariantCulture,
            $"The document {Sentence.Line(document.Name)} should have {expected} bytes, but has "
                + $"{(actual > expected ? "more" : string.Create(CultureInfo.InvariantCulture, $"only {actual}"))}. It changed during the "
                + $"upload, or the length that was passed with it is wrong.")));
}
