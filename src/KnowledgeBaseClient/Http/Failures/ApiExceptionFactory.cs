using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient;

// Turns an error response or a redirect into its exception, with the API key redacted.
internal sealed class ApiExceptionFactory(ClientServices services, ServiceRequest request, CallContext call)
{
    private const int MaxBodyLength = 8 * 1024;
    private const int MaxDetailLength = 1024;
    private const int MaxRequestIdLength = 200;

    // The default limit of IIS for a query, the lowest of the common servers.
    private const int MaxCommonUrlLength = 2048;

    // More than is kept, so that a long list of errors is still complete JSON and a key at the edge is redacted as a whole.
    private const int MaxBytesRead = 64 * 1024;

    private static readonly string[] RequestIdHeaders = ["X-Request-Id", "X-Correlation-Id"];

    private readonly KeyRedactor _redactor = services.Redactor;

    public async Task<KnowledgeBaseApiException> CreateAsync(HttpResponseMessage response, int attempts, IdleTimeout idleTimeout)
    {
        var body = await ReadBodyAsync(response, idleTimeout).ConfigureAwait(false);
        var detail = ErrorDetail.Parse(body);
        var error = new ApiError(
            response.StatusCode,
            detail.Text is { } text ? Truncate(_redactor.Redact(text), MaxBodyLength) : null,
            [.. detail.Errors.Select(Redact)],
            Truncate(_redactor.RedactTruncated(Encoding.UTF8.GetString(body)), MaxBodyLength),
            ReadRequestId(response),
            RetryAfterHeader.Read(response, services.Time),
            request.Method,
            _redactor.Redact(response.RequestMessage?.RequestUri?.AbsolutePath ?? services.Settings.PathOf(request)),
            attempts);

        var rule = FailureTable.Of(Facts(error, response));
        return rule.Create(error with { Rule = rule, Message = CreateMessage(error, rule, response) });
    }

    // The status is enough for an exception. If the body is truncated or stalls, the part received so far is used.
    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, IdleTimeout idleTimeout)
    {
        var buffer = new byte[MaxBytesRead];
        var length = 0;
        try
        {
            var body = await ResponseBody.OpenAsync(response, idleTimeout).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            int count;
            do
            {
                count = await body.ReadAsync(buffer.AsMemory(length)).ConfigureAwait(false);
                length += count;
            }
            while (count > 0 && length < buffer.Length);
        }
        catch (Exception) when (idleTimeout.HasElapsed || !idleTimeout.Token.IsCancellationRequested)
        {
        }

        return buffer[..length];
    }

    private string? ReadRequestId(HttpResponseMessage response)
    {
        foreach (var name in RequestIdHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } id)
            {
                return Truncate(_redactor.Redact(id), MaxRequestIdLength);
            }
        }

        return null;
    }

    private string CreateMessage(ApiError error, FailureRule rule, HttpResponseMessage response)
    {
        var message = new StringBuilder();
        message.Append(
            CultureInfo.InvariantCulture, $"{error.Method} {error.Path} returned {(int)error.StatusCode} ({error.StatusCode})");
        message.Append(error.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" in attempt {error.Attempts}") : "");
        message.Append(string.IsNullOrWhiteSpace(error.Detail) ? "." : $": {Sentence.End(Truncate(error.Detail, MaxDetailLength))}");
        Add(Redirection(response));
        var isRepeatable = request.IsRepeatable || rule.HasNoEffect;
        Add(isRepeatable ? rule.Advice : "");
        Add(error.RetryAfter is { } delay ? RetryPolicy.Describe(delay, rule.IsTransient && isRepeatable, services.Settings, call) : "");
        Add(error.RequestId is null ? "" : $"The request id is {error.RequestId}.");
        return message.ToString();

        void Add(string sentence) => message.Append(sentence.Length > 0 ? " " : "").Append(sentence);
    }

    private ErrorFacts Facts(ApiError error, HttpResponseMessage response)
    {
        var address = response.RequestMessage?.RequestUri;
        var isUpload = request is UploadRequest;
        return new ErrorFacts(error.StatusCode, error.RetryAfter is not null)
        {
            IsLongUrl = !isUpload && address?.PathAndQuery.Length > MaxCommonUrlLength,
            IsUpload = isUpload,
            IsForEvents = request is EventsRequest,
            RedirectsToSlash = IsSamePathButSlash(RedirectTarget(response), address),
        };
    }

    private string Redirection(HttpResponseMessage response) => FailureTable.IsRedirect(response.StatusCode)
        ? $"The redirect to {Describe(RedirectTarget(response))} was not followed, because it would send the API key there."
        : "";

    private static Uri? RedirectTarget(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values)
            && Uri.TryCreate(response.RequestMessage?.RequestUri, values.ToString(), out var target) ? target : null;

    private static bool IsSamePathButSlash(Uri? target, Uri? request) =>
        target is not null && request is not null && target.AbsolutePath != request.AbsolutePath
        && target.AbsolutePath.TrimEnd('/') == request.AbsolutePath.TrimEnd('/')
        && target.Scheme == request.Scheme && target.Port == request.Port
        && string.Equals(target.IdnHost, request.IdnHost, StringComparison.OrdinalIgnoreCase);

    // Without user name and query, which may be secrets.
    private string Describe(Uri? target)
    {
        if (target is null)
        {
            return "an invalid address";
        }

        var address = target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return Truncate(_redactor.Redact(address), MaxDetailLength);
    }

    private RequestError Redact(RequestError error) =>
        new([.. error.Location.Select(_redactor.Redact)], _redactor.Redact(error.Message), _redactor.Redact(error.Type));

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..length];
}
