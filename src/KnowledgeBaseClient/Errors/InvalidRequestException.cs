using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The service cannot make sense of the request (422): <see cref="Errors"/> says what of it.</summary>
public sealed class InvalidRequestException : KnowledgeBaseApiException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public InvalidRequestException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.UnprocessableEntity, innerException)
    {
    }

    internal InvalidRequestException(ApiError answer)
        : base(answer) => Errors = answer.Errors;

    /// <summary>What is wrong, one entry for each part of the request that is.</summary>
    /// <value>Never null; empty when the answer does not say.</value>
    public IReadOnlyList<RequestError> Errors { get; init; } = [];
}
