using System.Globalization;

namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when an upload fails and the service may have accepted some of its documents without returning the ids of
/// their runs.
/// </summary>
/// <remarks>
/// An upload is not repeatable: each accepted request starts new runs. So a request is retried only when it is certain that the service has
/// not acted on it. Before you upload <see cref="UploadOutcome.UnknownDocuments"/> again, list the runs of the knowledge base.
/// </remarks>
public sealed class UploadOutcomeUnknownException : KnowledgeBaseException
{
    private const int MaxNamesInMessage = 5;

    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What is known about the upload.</param>
    /// <param name="innerException">The failure of the first request whose outcome is unknown; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outcome"/> is null.</exception>
    public UploadOutcomeUnknownException(string message, UploadOutcome outcome, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        Outcome = outcome;
    }

    /// <summary>Gets what is known: the ids of the runs that were started, and the documents that are unknown or not accepted.</summary>
    public UploadOutcome Outcome { get; }

    internal static string Describe(string knowledgeBaseId, UploadOutcome outcome, IReadOnlyList<Exception> causes)
    {
        var names = string.Join(", ", outcome.UnknownDocuments.Take(MaxNamesInMessage).Select(document => Sentence.Line(document.Name)));
        var others = string.Concat(causes.Skip(1).Select(cause => $" Another request failed: {Sentence.End(cause.Message)}"));
        var more = outcome.UnknownDocuments.Count > MaxNamesInMessage ? ", …" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The upload to the knowledge base {knowledgeBaseId} failed, and the service may have accepted documents without returning "
                + $"their runs: {names}{more}. {Sentence.End(causes[0].Message)}{others} Documents: {outcome}. To avoid duplicates, "
                + $"list the runs before you upload the unknown documents again. See Outcome.");
    }
}
