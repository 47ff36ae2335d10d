using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Polly;

namespace KnowledgeBaseClient;

// Translates what went wrong in one attempt into an exception of this library, with the API key redacted from all quoted text.
internal sealed class ExceptionTranslator(ClientServices services, ServiceRequest request, int attempts)
{
    private const int MaxExcerptLength = 1024;
    private const int MaxContentTypeLength = 200;

    // More than is kept, so that a key at the edge is redacted as a whole.
    private const int MaxRedactedLength = 8 * 1024;

    // Half of the 60 s after which nginx gives up sending.
    private static readonly TimeSpan SuspiciousPause = TimeSpan.FromSeconds(30);

    private readonly KeyRedactor _redactor = services.Redactor;

    // The longest time for which the reader of a stream received nothing, because it was busy with the runs it had.
    public TimeSpan LongestPause { get; init; }

    private string Operation => $"{request.Method} {_redactor.Redact(services.Settings.PathOf(request))}";

    // Not for a request that must not be sent again.
    private string Advice(FailureRule rule) => request.IsRepeatable ? rule.Advice : "";

    private string PauseAdvice => LongestPause > SuspiciousPause
        ? $" A likely cause is that the reader of the stream paused for {Duration.Format(LongestPause)}, and a gateway stopped sending: "
            + "take the runs faster, for example into a queue or a list, and process them afterwards."
        : "";

    // Returns null if the attempt did not fail: the call ended, or the caller's own code threw.
    public Exception? Translate(Exception failure, IdleTimeout idleTimeout, HttpResponseMessage? response, long bytesRead) => failure switch
    {
        OperationCanceledException or TimeoutException or ExecutionRejectedException or HttpRequestException or IOException
            when idleTimeout.HasElapsed => CreateTimeout(failure),

        // A handler of the application replaced the cancellation with another exception.
        TimeoutException or ExecutionRejectedException or HttpRequestException or IOException
            when idleTimeout.Token.IsCancellationRequested => new OperationCanceledException(idleTimeout.Token),

        // A handler of the application gave up: its own timeout, or an open circuit breaker.
        OperationCanceledException or TimeoutException or ExecutionRejectedException when !idleTimeout.Token.IsCancellationRequested =>
            CreateConnectionFailure(failure, response),
        MalformedListException { EndsEarly: true } when response is not null && MayBeCreateTruncated(response) =>
            CreateTruncated(failure.Message, null),
        MalformedListException malformed => CreateInvalid(malformed, response),
        ObjectDisposedException when response is not null =>
            DisposedResponse.ToException("A handler of the application", CleanInner(failure)),
        InvalidDataException or (InvalidOperationException and not ObjectDisposedException) when response is not null =>
            CreateCannotDecompress(failure, response, bytesRead),
        HttpRequestException { InnerException: AuthenticationException { InnerException: null } reason } when IsForCertificate(reason) =>
            CreateCertificateFailure(failure, reason),
        HttpRequestException or IOException => CreateConnectionFailure(failure, response),

        // The exception of an application's primary handler contains the key.
        not (KnowledgeBaseException or OperationCanceledException) when _redactor.ContainsKey(failure.ToString()) =>
            CreateConnectionFailure(failure, response),
        _ => null,
    };

    // A list that ends early is invalid only if the response has its announced length. Without a length, a lost connection, a gateway that
    // completes a broken response, or an incomplete compressed body can look the same.
    private static bool MayBeCreateTruncated(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is null
        && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.ResetContent);

    private KnowledgeBaseTimeoutException CreateTimeout(Exception failure)
    {
        var limit = services.Settings.AttemptTimeout;
        return new(
            ($"{Operation}: no data was received for {Duration.Format(limit)} ({OptionNames.AttemptTimeout}) in attempt {attempts}. "
                + Advice(FailureTable.TimedOut)).TrimEnd(),
            CleanInner(failure))
        {
            Timeout = limit,
            Attempts = attempts,
        };
    }

    private KnowledgeBaseConnectionException CreateConnectionFailure(Exception failure, HttpResponseMessage? response)
    {
        // HttpClient names its timeout in the inner exception only.
        var reason = failure is OperationCanceledException { InnerException: TimeoutException timeout } ? timeout.Message : failure.Message;
        return response is null ? CreateConnection("no response was received", reason, failure) : CreateTruncated(reason, failure);
    }

    private KnowledgeBaseConnectionException CreateTruncated(string reason, Exception? failure) =>
        CreateConnection("the response was truncated", $"{Sentence.End(reason)}{PauseAdvice}", failure);

    private KnowledgeBaseConnectionException CreateConnection(string what, string reason, Exception? failure) =>
        new(
            ($"{Operation}: {what} in attempt {attempts}: {Sentence.End(_redactor.Redact(reason))} "
                + Advice(FailureTable.Connection)).TrimEnd(),
            CleanInner(failure))
        {
            Attempts = attempts,
        };

    // .NET reports other failed TLS handshakes the same way, such as one with a server that does not use TLS. Only the message differs. In
    // a trimmed application it can be the name of a resource, such as net_ssl_io_cert_validation.
    private static bool IsForCertificate(AuthenticationException reason) =>
        reason.Message.Contains("cert", StringComparison.OrdinalIgnoreCase) && !IsForRevocationServer(reason.Message);

    // The certificate itself is not in doubt when only its revocation list cannot be fetched at the moment.
    private static bool IsForRevocationServer(string message) =>
        message[(message.LastIndexOf(':') + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .All(static status => status
                is nameof(X509ChainStatusFlags.RevocationStatusUnknown) or nameof(X509ChainStatusFlags.OfflineRevocation));

    private KnowledgeBaseConnectionException CreateCertificateFailure(Exception failure, AuthenticationException reason) =>
        new(
            $"{Operation}: the TLS certificate of the service is not valid: {Sentence.End(_redactor.Redact(reason.Message))} "
            + FailureTable.Certificate.Advice,
            CleanInner(failure))
        {
            Attempts = attempts,
            Rule = FailureTable.Certificate,
        };

    // Polly is an implementation detail, also when it is an application's handler that uses it.
    private Exception? CleanInner(Exception? failure) =>
        failure is ExecutionRejectedException ? null : _redactor.NullIfContainsKey(failure);

    // Decompression failed on a response that was received completely. Brotli reports that as an InvalidOperationException.
    private InvalidResponseException CreateCannotDecompress(Exception failure, HttpResponseMessage response, long bytesRead) =>
        CreateInvalid(
            new MalformedListException($"the body cannot be decompressed: {failure.Message}", bytesRead, "", endsEarly: false),
            response);

    private InvalidResponseException CreateInvalid(MalformedListException malformed, HttpResponseMessage? response)
    {
        var reason = Excerpt(malformed.Message).TrimEnd('.');
        var rule = malformed.IsTooLarge ? FailureTable.ResponseTooLarge : FailureTable.InvalidResponse;
        var message = malformed.IsTooLarge
            ? $"{Operation}: {reason} ({OptionNames.MaxResponseBytes}). {rule.Advice}"
            : $"{Operation} returned {(int?)response?.StatusCode} with {ContentType(response)}, but the body is not {request.Expected}: "
                + $"{reason} (at byte {malformed.Offset}). {rule.Advice}";
        return new InvalidResponseException(message)
        {
            Rule = rule,
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
