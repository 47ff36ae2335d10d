using System.Net;
using Polly;

namespace KnowledgeBaseClient;

// Says in this library's own exceptions what went wrong in one attempt, with the key taken out of what the server or the network said.
internal sealed class ExceptionTranslator(RunsRequest request, int attempts, TimeSpan attemptTimeout, KeyRedactor redactor)
{
    private const int LongestExcerpt = 1024;
    private const int LongestDescription = 200;

    // More than is shown, so that a key across the edge is taken out whole.
    private const int MostRedacted = 8 * 1024;

    private string What => $"{RunsRequest.Method} {redactor.Redact(request.Path)}";

    // Null for what is not the attempt's doing: the caller's cancellation, the call's own deadline, a failure of the caller's own code.
    public Exception? Explain(Exception failure, IdleTimeout silence, HttpResponseMessage? response, long bytesRead) => failure switch
    {
        OperationCanceledException or TimeoutException or ExecutionRejectedException or HttpRequestException or IOException when silence.WasTooLong => TimedOut(failure),

        // A handler of the application's has made something of its own out of the cancellation.
        TimeoutException or ExecutionRejectedException or HttpRequestException or IOException when silence.Token.IsCancellationRequested =>
            new OperationCanceledException(silence.Token),

        // Nobody who may cancel has: a handler of the application's has given up, by a limit of its own or a circuit that is open.
        OperationCanceledException or TimeoutException or ExecutionRejectedException when !silence.Token.IsCancellationRequested => Lost(failure, response),
        MalformedListException { EndsEarly: true } when response is not null && MayHaveBrokenOff(response) => CutShort(failure.Message, null),
        MalformedListException invalid => Invalid(invalid, response),
        InvalidDataException or (InvalidOperationException and not ObjectDisposedException) when response is not null => Undecodable(failure, response, bytesRead),
        HttpRequestException or IOException => Lost(failure, response),

        // A body that a primary handler of the application's has made quotes the request.
        not (KnowledgeBaseException or OperationCanceledException or ObjectDisposedException) when redactor.IsIn(failure.ToString()) => Lost(failure, response),
        _ => null,
    };

    // Only where the length was announced is an end too early known to be what the server sent. Else a connection may have been lost, a gateway may
    // have ended properly what broke off behind it, or a compressed body may lack its end, of which those who unpack it say nothing: they take the length away.
    private static bool MayHaveBrokenOff(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is null && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.ResetContent);

    private KnowledgeBaseTimeoutException TimedOut(Exception failure) =>
        new(
            $"{What}: nothing came for {attemptTimeout:c}, the {nameof(KnowledgeBaseClientOptions.AttemptTimeout)}, in attempt {attempts}. Try again later, or raise it.",
            Inner(failure))
        {
            Timeout = attemptTimeout,
            Attempts = attempts,
        };

    private KnowledgeBaseConnectionException Lost(Exception failure, HttpResponseMessage? response)
    {
        // A limit is named by the inner exception only.
        var how = failure is OperationCanceledException { InnerException: TimeoutException limit } ? limit.Message : failure.Message;
        return response is null ? NoAnswer(how, failure) : CutShort(how, failure);
    }

    private KnowledgeBaseConnectionException NoAnswer(string how, Exception failure) =>
        new($"{What}: no answer came in attempt {attempts}: {Sentence(how)} Check the network and BaseAddress.", Inner(failure)) { Attempts = attempts };

    private KnowledgeBaseConnectionException CutShort(string how, Exception? failure) =>
        new($"{What}: the answer was cut short in attempt {attempts}: {Sentence(how)}", Inner(failure)) { Attempts = attempts };

    // Nobody has to know Polly to read an exception, whoever has used it.
    private Exception? Inner(Exception? failure) => failure is ExecutionRejectedException ? null : redactor.Clean(failure);

    // What unpacking throws, here or in a handler, after the answer has arrived whole: for Brotli, an InvalidOperationException.
    private InvalidResponseException Undecodable(Exception failure, HttpResponseMessage response, long bytesRead) =>
        Invalid(new MalformedListException($"it cannot be decompressed: {failure.Message}", bytesRead, "", endsEarly: false), response);

    private InvalidResponseException Invalid(MalformedListException invalid, HttpResponseMessage? response)
    {
        return new InvalidResponseException(
            $"{What} answered {(int?)response?.StatusCode} with {Describe(response)}, but not with a list of runs: "
            + $"{Beginning(invalid.Message)} (at byte {invalid.Offset}). Check that BaseAddress is the service's.")
        {
            Offset = invalid.Offset,
            Excerpt = Beginning(invalid.Excerpt),
            Attempts = attempts,
        };
    }

    private string Sentence(string text) => $"{redactor.Redact(text).TrimEnd('.')}.";

    private string Beginning(string text) => Cut(redactor.RedactBeginning(Cut(text, MostRedacted)), LongestExcerpt);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private string Describe(HttpResponseMessage? response)
    {
        var headers = response?.Content.Headers;
        var type = headers?.ContentType?.MediaType is { } mediaType ? redactor.Redact(mediaType) : "no content type";
        return Cut(headers?.ContentEncoding.Count > 0 ? $"{type} ({redactor.Redact(string.Join(", ", headers.ContentEncoding))})" : type, LongestDescription);
    }
}
