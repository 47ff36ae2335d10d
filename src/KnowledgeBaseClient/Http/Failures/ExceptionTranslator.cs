using System.Net;
using System.Security.Authentication;
using Polly;

namespace KnowledgeBaseClient;

// Translates what went wrong in one attempt into an exception of this library, with the API key redacted from all quoted text.
internal sealed class ExceptionTranslator(ClientServices services, RunsRequest request, int attempts)
{
    private const int MaxExcerptLength = 1024;
    private const int MaxContentTypeLength = 200;

    // More than is kept, so that a key at the edge is redacted as a whole.
    private const int MaxRedactedLength = 8 * 1024;

    private readonly KeyRedactor _redactor = services.Redactor;

    private string Operation => $"{RunsRequest.Method} {_redactor.Redact(request.Path)}";

    // Null for what is not a failure of the attempt: the end of the call, or an exception of the caller's own code.
    public Exception? Translate(Exception failure, IdleTimeout idleTimeout, HttpResponseMessage? response, long bytesRead) => failure switch
    {
        OperationCanceledException or TimeoutException or ExecutionRejectedException or HttpRequestException or IOException
            when idleTimeout.HasElapsed => TimedOut(failure),

        // An application's handler has replaced the cancellation by an exception of its own.
        TimeoutException or ExecutionRejectedException or HttpRequestException or IOException
            when idleTimeout.Token.IsCancellationRequested => new OperationCanceledException(idleTimeout.Token),

        // Not canceled from here: an application's handler gave up, because of its own timeout or an open circuit breaker.
        OperationCanceledException or TimeoutException or ExecutionRejectedException when !idleTimeout.Token.IsCancellationRequested =>
            ConnectionFailed(failure, response),
        MalformedListException { EndsEarly: true } when response is not null && MayBeTruncated(response) =>
            Truncated(failure.Message, null),
        MalformedListException malformed => Invalid(malformed, response),
        InvalidDataException or (InvalidOperationException and not ObjectDisposedException) when response is not null =>
            CannotDecompress(failure, response, bytesRead),
        HttpRequestException { InnerException: AuthenticationException { InnerException: null } reason } =>
            CertificateRejected(failure, reason),
        HttpRequestException or IOException => ConnectionFailed(failure, response),

        // The body of an application's primary handler quotes the request, and with it the key.
        not (KnowledgeBaseException or OperationCanceledException or ObjectDisposedException) when _redactor.IsIn(failure.ToString()) =>
            ConnectionFailed(failure, response),
        _ => null,
    };

    // A list that ends too early is what the server sent only if it has the announced length. Otherwise a connection may have been lost, a
    // gateway may have completed a response that broke off behind it, or compressed data may lack its end, which decompression does not
    // report.
    private static bool MayBeTruncated(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is null
        && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.ResetContent);

    private KnowledgeBaseTimeoutException TimedOut(Exception failure)
    {
        var limit = services.Settings.AttemptTimeout;
        return new(
            $"{Operation}: no data was received for {limit:c} ({OptionNames.AttemptTimeout}) in attempt {attempts}. "
            + FailureTable.TimedOut.Advice,
            Inner(failure))
        {
            Timeout = limit,
            Attempts = attempts,
        };
    }

    private KnowledgeBaseConnectionException ConnectionFailed(Exception failure, HttpResponseMessage? response)
    {
        // HttpClient names its timeout in the inner exception only.
        var reason = failure is OperationCanceledException { InnerException: TimeoutException timeout } ? timeout.Message : failure.Message;
        return response is null ? Connection("no response was received", reason, failure) : Truncated(reason, failure);
    }

    private KnowledgeBaseConnectionException Truncated(string reason, Exception? failure) =>
        Connection("the response was truncated", reason, failure);

    private KnowledgeBaseConnectionException Connection(string what, string reason, Exception? failure) =>
        new(
            $"{Operation}: {what} in attempt {attempts}: {Sentence.End(_redactor.Redact(reason))} {FailureTable.Connection.Advice}",
            Inner(failure))
        {
            Attempts = attempts,
        };

    // .NET reports a failed TLS handshake the same way, but with the failure of the handshake as another inner exception.
    private KnowledgeBaseConnectionException CertificateRejected(Exception failure, AuthenticationException reason) =>
        new(
            $"{Operation}: the TLS certificate of the service is not valid: {Sentence.End(_redactor.Redact(reason.Message))} "
            + FailureTable.Certificate.Advice,
            Inner(failure))
        {
            Attempts = attempts,
            Rule = FailureTable.Certificate,
        };

    // Polly is an implementation detail, also when it is an application's handler that uses it.
    private Exception? Inner(Exception? failure) => failure is ExecutionRejectedException ? null : _redactor.Clean(failure);

    // Decompression failed on a response that was received completely. Brotli reports that as an InvalidOperationException.
    private InvalidResponseException CannotDecompress(Exception failure, HttpResponseMessage response, long bytesRead) =>
        Invalid(
            new MalformedListException($"the body cannot be decompressed: {failure.Message}", bytesRead, "", endsEarly: false),
            response);

    private InvalidResponseException Invalid(MalformedListException malformed, HttpResponseMessage? response)
    {
        var reason = Excerpt(malformed.Message).TrimEnd('.');
        return new InvalidResponseException(
            $"{Operation} returned {(int?)response?.StatusCode} with {ContentType(response)}, but the body is not a list of runs: "
            + $"{reason} (at byte {malformed.Offset}). {FailureTable.InvalidResponse.Advice}")
        {
            Offset = malformed.Offset,
            Excerpt = Excerpt(malformed.Excerpt),
            Attempts = attempts,
        };
    }

    private string Excerpt(string text) => Truncate(_redactor.RedactTruncated(Truncate(text, MaxRedactedLength)), MaxExcerptLength);

    private string ContentType(HttpResponseMessage? response)
    {
        var headers = response?.Content.Headers;
        var type = headers?.ContentType?.MediaType is { } mediaType ? _redactor.Redact(mediaType) : "no content type";
        var encoding = headers?.ContentEncoding.Count > 0 ? $" ({_redactor.Redact(string.Join(", ", headers.ContentEncoding))})" : "";
        return Truncate($"{type}{encoding}", MaxContentTypeLength);
    }

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..length];
}
