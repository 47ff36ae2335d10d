using System.Net;

namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when the service rejects the request as invalid (422); <see cref="Errors"/> lists what is invalid.
/// </summary>
public sealed class InvalidRequestException : KnowledgeBaseApiException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public InvalidRequestException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.UnprocessableEntity, innerException)
    {
    }

    internal InvalidRequestException(ApiError error)
        : base(error) => Errors = error.Errors;

    /// <summary>Gets the errors, one for each invalid part of the request.</summary>
    /// <value>Never null. Empty if the response does not list any.</value>
    public IReadOnlyList<RequestError> Errors { get; init; } = [];
}
