using System.Net;

namespace KnowledgeBaseClient;

// The one place that decides what a failure means. Exceptions, retries, polling and messages all read it.
internal static class FailureTable
{
    // The advice of a transient failure, and only of those, says to try again.
    private static readonly FailureRule TransientError = Transient("The service failed, not the request: try again later.");

    private static readonly FailureRule PermanentError =
        Permanent("The service does not support the request, and a retry does not help: contact the operator of the service.");

    private static readonly FailureRule Rejected =
        Permanent("The service rejected the request: see Detail and Body of this exception.");

    private static readonly FailureRule RequestTimeout = Transient("The service timed out waiting for the request: try again later.");

    private static readonly FailureRule Unauthorized =
        Final("The API key was not accepted: check that it is correct and has not been revoked.");

    private static readonly FailureRule Forbidden =
        Final("The API key has no access: check that it belongs to the owner of the knowledge base.");

    private static readonly FailureRule NotFound =
        Final($"Check the id of the knowledge base, and that {OptionNames.BaseAddress} is the address of the service.");

    private static readonly FailureRule Unprocessable = Permanent("Correct the parameters that the response names.");

    private static readonly FailureRule TooManyRequests =
        new(IsTransient: true, EndsWaits: false, StopsPoll: true, "Send fewer requests, or try again later.");

    private static readonly FailureRule Redirect = Permanent(
        $"Set {OptionNames.BaseAddress} to the final address of the service.");

    // No response, or a truncated one.
    public static FailureRule Connection { get; } =
        Transient($"Check the network and {OptionNames.BaseAddress}, or try again later.");

    // An attempt or a whole call that took too long.
    public static FailureRule TimedOut { get; } = Transient("Try again later, or raise that timeout.");

    // A complete response that is not a list of runs: another one would be no better.
    public static FailureRule InvalidResponse { get; } = Permanent(
        $"Check that {OptionNames.BaseAddress} is the address of the service.");

    // Everything that is not a failure of the service or the network, such as an exception of the application's ApiKeyProvider.
    private static FailureRule Unknown { get; } = Permanent("");

    public static FailureRule Of(HttpStatusCode status) => (int)status switch
    {
        >= 300 and < 400 => Redirect,
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        408 => RequestTimeout,
        422 => Unprocessable,
        429 => TooManyRequests,
        500 or 502 or 503 or 504 => TransientError,
        >= 500 => PermanentError,
        _ => Rejected,
    };

    public static FailureRule Of(Exception failure) => failure switch
    {
        // A service that asks for a delay gets it, whatever its status.
        KnowledgeBaseApiException { RetryAfter: not null } error => Of(error.StatusCode) with { StopsPoll = true },
        KnowledgeBaseApiException error => Of(error.StatusCode),
        KnowledgeBaseConnectionException => Connection,
        KnowledgeBaseTimeoutException => TimedOut,
        InvalidResponseException => InvalidResponse,
        _ => Unknown,
    };

    public static KnowledgeBaseApiException CreateException(ApiError error) => (int)error.StatusCode switch
    {
        401 or 403 => new ApiKeyRejectedException(error),
        404 => new KnowledgeBaseNotFoundException(error),
        422 => new InvalidRequestException(error),
        429 => new RateLimitedException(error),
        _ => new KnowledgeBaseApiException(error),
    };

    private static FailureRule Transient(string advice) => new(IsTransient: true, EndsWaits: false, StopsPoll: false, advice);

    private static FailureRule Permanent(string advice) => new(IsTransient: false, EndsWaits: false, StopsPoll: false, advice);

    private static FailureRule Final(string advice) => new(IsTransient: false, EndsWaits: true, StopsPoll: true, advice);
}
