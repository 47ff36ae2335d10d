using System.Globalization;
using System.Net;
using System.Text;

namespace KnowledgeBaseClient;

// Turns an answer that is not a success into the exception that says what it means and what to do.
internal sealed class ApiExceptionFactory(KeyRedactor redactor, TimeProvider time)
{
    private const int LongestBody = 8 * 1024;
    private const int LongestDetail = 1024;
    private const int LongestRequestId = 200;

    // More than is shown, so that a long list of errors is still JSON and a key across the edge is taken out whole.
    private const int MostRead = 64 * 1024;

    public async Task<KnowledgeBaseApiException> ReadAsync(HttpResponseMessage response, RunsRequest request, int attempts, IdleTimeout silence)
    {
        var body = await ReadBodyAsync(response, silence).ConfigureAwait(false);
        var detail = ErrorDetail.Parse(body);
        var detailText = detail.Text is { } text ? Cut(redactor.Redact(text), LongestBody) : null;
        var path = redactor.Redact(request.Path);
        var requestId = RequestId(response);
        var retryAfter = RetryAfterHeader.Read(response, time);

        var answer = new ApiError(
            response.StatusCode,
            Message(response, path, attempts, detailText, requestId, retryAfter),
            detailText,
            [.. detail.Errors.Select(Redacted)],
            Cut(redactor.RedactBeginning(Encoding.UTF8.GetString(body)), LongestBody),
            requestId,
            retryAfter,
            RunsRequest.Method,
            path,
            attempts);

        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ApiKeyRejectedException(answer),
            HttpStatusCode.NotFound => new KnowledgeBaseNotFoundException(answer),
            HttpStatusCode.UnprocessableEntity => new InvalidRequestException(answer),
            HttpStatusCode.TooManyRequests => new RateLimitedException(answer),
            _ => new KnowledgeBaseApiException(answer),
        };
    }

    // The status says enough: a body that breaks off or never ends is taken as far as it came.
    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, IdleTimeout silence)
    {
        var body = new byte[MostRead];
        var length = 0;
        try
        {
            var answer = await ResponseBody.OpenAsync(response, silence).ConfigureAwait(false);
            await using var _ = answer.ConfigureAwait(false);
            int read;
            do
            {
                read = await answer.ReadAsync(body.AsMemory(length)).ConfigureAwait(false);
                length += read;
            }
            while (read > 0 && length < body.Length);
        }
        catch (Exception) when (silence.WasTooLong || !silence.Token.IsCancellationRequested)
        {
        }

        return body[..length];
    }

    private string? RequestId(HttpResponseMessage response)
    {
        foreach (var name in (string[])["X-Request-Id", "X-Correlation-Id"])
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } id)
            {
                return Cut(redactor.Redact(id), LongestRequestId);
            }
        }

        return null;
    }

    private string Message(
        HttpResponseMessage response, string path, int attempts, string? detail, string? requestId, TimeSpan? retryAfter)
    {
        var status = (int)response.StatusCode;
        var message = new StringBuilder();
        message.Append(CultureInfo.InvariantCulture, $"{RunsRequest.Method} {path} answered {status} ({response.StatusCode})");
        message.Append(attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" to attempt {attempts}") : "");
        message.Append(detail is null ? "." : $": {Cut(detail, LongestDetail)}.");
        message.Append(Advice(response, status));
        message.Append(retryAfter is { } wait ? $" It asks to wait for {wait:c}; more than MaxRetryDelay, or than is left of TotalTimeout, ends the call at once." : "");
        message.Append(requestId is null ? "" : $" Its id of the request is {requestId}.");
        return message.ToString();
    }

    private string Advice(HttpResponseMessage response, int status) => status switch
    {
        401 => " The API key is not accepted: check that it is the right one and has not been revoked.",
        403 => " The API key is not allowed to do this: check that it belongs to the owner of the knowledge base.",
        422 => " Correct what it names.",
        429 => " Send fewer requests, or come back later.",
        408 or >= 500 => " That is the service's trouble, not the request's: try again later.",
        404 => " Check the knowledge base's id, and that BaseAddress is the service's.",
        >= 300 and < 400 => $" It redirects to {Target(response)}, which is not followed because it would send the API key there: "
            + "set BaseAddress to the service's own address.",
        _ => "",
    };

    // Without user name and query: those of somebody else's link may be secret, too.
    private string Target(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values)
            || !Uri.TryCreate(response.RequestMessage?.RequestUri, values.ToString(), out var target))
        {
            return "no address that makes sense";
        }

        return Cut(redactor.Redact(target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)), LongestDetail);
    }

    private RequestError Redacted(RequestError error) =>
        new([.. error.Location.Select(redactor.Redact)], redactor.Redact(error.Message), redactor.Redact(error.Type));

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
