using System.Net;

namespace KnowledgeBaseClient;

// A failure of a request, as text and numbers: no exception leaves the process. The API key has been redacted.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.FailureMessage")]
internal sealed record FailureMessage
{
    [Id(0)]
    public FailureKind Kind { get; init; }

    [Id(1)]
    public string Message { get; init; } = "";

    [Id(2)]
    public int StatusCode { get; init; }

    [Id(3)]
    public string? Detail { get; init; }

    [Id(4)]
    public string Body { get; init; } = "";

    [Id(5)]
    public string? RequestId { get; init; }

    [Id(6)]
    public TimeSpan? RetryAfter { get; init; }

    [Id(7)]
    public string Method { get; init; } = "";

    [Id(8)]
    public string Path { get; init; } = "";

    [Id(9)]
    public int Attempts { get; init; } = 1;

    // The failure may have to do with the ids of the request.
    [Id(10)]
    public bool CanHalve { get; init; }

    [Id(11)]
    public bool IsTransient { get; init; }

    // The limit that was exceeded.
    [Id(12)]
    public TimeSpan Timeout { get; init; }

    // Of an invalid response.
    [Id(13)]
    public long Offset { get; init; }

    [Id(14)]
    public string Excerpt { get; init; } = "";

    [Id(15)]
    public List<RequestErrorMessage> Errors { get; init; } = [];

    // The poll sends no further request.
    [Id(16)]
    public bool StopsPoll { get; init; }

    // The type and the message of the inner exception.
    [Id(17)]
    public string? Cause { get; init; }

    private PollFailedException? Inner => Cause is null ? null : new PollFailedException(Cause);

    // redact: removes the API key, which an exception of the application may contain.
    public static FailureMessage Of(Exception failure, Func<string, string> redact)
    {
        var rule = FailureTable.Of(failure);
        var message = new FailureMessage
        {
            Message = redact(failure.Message),
            CanHalve = rule.CanHalve,
            IsTransient = rule.IsTransient,
            StopsPoll = rule.StopsPoll,
            Cause = failure.InnerException is { } inner ? redact($"{inner.GetType().Name}: {inner.Message}") : null,
        };
        return failure switch
        {
            KnowledgeBaseApiException error => message with
            {
                Kind = FailureKind.Api,
                StatusCode = (int)error.StatusCode,
                Detail = error.Detail,
                Body = error.Body,
                RequestId = error.RequestId,
                RetryAfter = error.RetryAfter,
                Method = error.Method,
                Path = error.Path,
                Attempts = error.Attempts,
                Errors = error is InvalidRequestException { Errors: var errors }
                    ? [.. errors.Select(static entry => new RequestErrorMessage([.. entry.Location], entry.Message, entry.Type))]
                    : [],
            },
            KnowledgeBaseConnectionException error => message with { Kind = FailureKind.Connection, Attempts = error.Attempts },
            KnowledgeBaseTimeoutException error => message with
            {
                Kind = FailureKind.Timeout,
                Timeout = error.Timeout,
                Attempts = error.Attempts,
            },
            InvalidResponseException error => message with
            {
                Kind = FailureKind.InvalidResponse,
                Offset = error.Offset,
                Excerpt = error.Excerpt,
                Attempts = error.Attempts,
            },
            _ when failure.GetType() == typeof(InvalidOperationException) => message with { Kind = FailureKind.Misconfigured },
            _ => message with { Message = redact($"{failure.GetType().Name}: {failure.Message}") },
        };
    }

    public Exception ToException() => Kind switch
    {
        FailureKind.Api => ToApiException(),
        FailureKind.Connection => new KnowledgeBaseConnectionException(Message, Inner)
        {
            Attempts = Attempts,
            Rule = IsTransient ? FailureTable.Connection : FailureTable.Certificate,
        },
        FailureKind.Timeout => new KnowledgeBaseTimeoutException(Message, Inner) { Timeout = Timeout, Attempts = Attempts },
        FailureKind.InvalidResponse => new InvalidResponseException(Message, Inner)
        {
            Offset = Offset,
            Excerpt = Excerpt,
            Attempts = Attempts,
            Rule = CanHalve ? FailureTable.ResponseTooLarge : FailureTable.InvalidResponse,
        },
        FailureKind.Misconfigured => new InvalidOperationException(Message, Inner),
        _ => new PollFailedException(Message),
    };

    private KnowledgeBaseApiException ToApiException()
    {
        var status = (HttpStatusCode)StatusCode;
        var facts = new ErrorFacts(status, RetryAfter is not null)
        {
            IsLongUrl = CanHalve && status == HttpStatusCode.NotFound,
        };
        var rule = FailureTable.Of(facts);
        return rule.Create(new ApiError(
            status,
            Detail,
            [.. Errors.Select(static entry => new RequestError(entry.Location, entry.Message, entry.Type))],
            Body,
            RequestId,
            RetryAfter,
            Method,
            Path,
            Attempts)
        {
            Message = Message,
            Rule = rule,
        });
    }
}
