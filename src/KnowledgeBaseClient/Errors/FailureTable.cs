using System.Net;

namespace KnowledgeBaseClient;

// The one place that decides what a failure means. Exceptions, retries, polling and messages all read it.
// Only the advice of transient failures suggests trying again. The exceptions of waits are not failures of a request.
internal static class FailureTable
{
    private static readonly FailureRule TransientError = Transient("The service failed, not the request: try again later.");

    private static readonly FailureRule PermanentError =
        Permanent("The service failed, and a retry is unlikely to help: contact the operator of the service.");

    private static readonly FailureRule OriginCertificate = Permanent(
        "The gateway cannot connect to the service over TLS, and a retry does not help: contact the operator of the service.");

    private static readonly FailureRule Rejected =
        Permanent("The service rejected the request: see Detail and Body of the KnowledgeBaseApiException.");

    private static readonly FailureRule RejectedIds = Rejected with { CanHalve = true };

    private static readonly FailureRule UrlTooLong =
        Permanent($"The request was too long for the service: set {OptionNames.MaxRunIdsPerRequest} to a smaller number.") with
        {
            CanHalve = true,
        };

    private static readonly FailureRule UploadTooLarge = Permanent(
        $"The documents of one request are too large for the service: set {OptionNames.MaxBytesPerRequest} or "
        + $"{OptionNames.MaxFilesPerRequest} to a smaller number. A single document above the limit of the service cannot be uploaded.");

    private static readonly FailureRule UploadUrlTooLong =
        Permanent($"The request was too long for the service: set {OptionNames.UploadPrefix} to a shorter text.");

    private static readonly FailureRule RequestTimeout = Transient("The service timed out waiting for the request: try again later.");

    private static readonly FailureRule TooEarly = Transient("The service was not ready for the request: try again later.");

    private static readonly FailureRule Unauthorized = Rejection(
        "The API key was not accepted: check that it is correct and has not been revoked.",
        static error => new ApiKeyRejectedException(error));

    private static readonly FailureRule Forbidden = Rejection(
        "The API key has no access: check that it belongs to the owner of the knowledge base.",
        static error => new ApiKeyRejectedException(error));

    private static readonly FailureRule NotFound = Rejection(
        $"Check the id of the knowledge base, and that {OptionNames.BaseAddress} is the address of the service.",
        static error => new KnowledgeBaseNotFoundException(error));

    private static readonly FailureRule NotFoundOrTooLong = Permanent(
        $"Check the id of the knowledge base, and that {OptionNames.BaseAddress} is the address of the service. Some servers also return "
        + $"404 for a long query: if the id is correct, set {OptionNames.MaxRunIdsPerRequest} to a smaller number.") with
    {
        CanHalve = true,
        Create = static error => new KnowledgeBaseNotFoundException(error),
    };

    private static readonly FailureRule NoEvents =
        Permanent("Check the id of the run. Older versions of the service have no events: wait for the run or watch it instead.");

    private static readonly FailureRule Unprocessable =
        Permanent("See Errors of the InvalidRequestException for the parameters to correct.") with
        {
            CanHalve = true,
            Create = static error => new InvalidRequestException(error),
        };

    private static readonly FailureRule RateLimited = Transient("Send fewer requests, or try again later.") with
    {
        StopsPoll = true,
        Create = static error => new RateLimitedException(error),
    };

    // The application's own code: its ApiKeyProvider, or a handler that is misconfigured.
    private static readonly FailureRule Misconfigured = Permanent("");

    // Everything else is no failure of the service or the network, such as an exception of an application's handler.
    private static readonly FailureRule Unknown = Permanent("") with { WaitEffect = WaitEffect.Outage };

    private static readonly FailureRule Redirect = Permanent($"Set {OptionNames.BaseAddress} to the final address of the service.");

    private static readonly FailureRule RedirectToSlash = Permanent(
        "The service spells the path of the endpoint differently, which no option can change: check whether a gateway rewrites paths, and "
        + "contact the operator of the service.");

    // No response, or a truncated one.
    public static FailureRule Connection { get; } =
        Transient($"Check the network and {OptionNames.BaseAddress}, or try again later.");

    // The TLS certificate of the service does not validate: the next attempt would see the same one.
    public static FailureRule Certificate { get; } = Permanent(
        $"Check that {OptionNames.BaseAddress} has the host name of the certificate, that the certificate has not expired, and that this "
        + "machine trusts its issuer.");

    // An attempt or a whole call that took too long.
    public static FailureRule TimedOut { get; } = Transient("Try again later, or raise that timeout.");

    // A response that is not a list of runs: another attempt would see the same one. It can be the page that a gateway shows while the
    // service is down, so a wait continues.
    public static FailureRule InvalidResponse { get; } =
        Permanent($"Check that {OptionNames.BaseAddress} is the address of the service.") with { WaitEffect = WaitEffect.Outage };

    // The list may be valid, but is longer than the limit.
    public static FailureRule ResponseTooLarge { get; } = Permanent("Raise that limit, filter the runs, or stream them.") with
    {
        WaitEffect = WaitEffect.Outage,
        CanHalve = true,
    };

    public static FailureRule Of(ErrorFacts facts) => RuleOf(facts) with { HasNoEffect = HasNoEffect(facts) };

    // 520 to 530 are the statuses of a gateway, such as Cloudflare, whose connection to the service failed; 529 is an overloaded service.
    private static FailureRule RuleOf(ErrorFacts facts) => (int)facts.Status switch
    {
        _ when IsRedirect(facts.Status) => facts.RedirectsToSlash ? RedirectToSlash : Redirect,
        401 => Unauthorized,
        413 when facts.IsUpload => UploadTooLarge,
        414 or 431 when facts.IsUpload => UploadUrlTooLong,
        400 or 413 => RejectedIds,
        403 => facts.HasRetryAfter ? RateLimited : Forbidden,
        404 when facts.IsForEvents => NoEvents,
        404 => facts.IsLongUrl ? NotFoundOrTooLong : NotFound,
        408 => RequestTimeout,
        414 or 431 => UrlTooLong,
        422 => Unprocessable,
        425 => TooEarly,
        429 => RateLimited,
        500 or 502 or 503 or 504 or (>= 520 and <= 524) or 527 or 529 or 530 => TransientError,
        525 or 526 => OriginCertificate,
        >= 500 => PermanentError,
        _ => Rejected,
    };

    // A client error rejects the request, except for those that some gateways also return while the service is at work. So do a redirect
    // that keeps the method, and a 503 that says when to come back. After any other server error, the service may have acted.
    private static bool HasNoEffect(ErrorFacts facts) => (int)facts.Status switch
    {
        307 or 308 => true,
        >= 300 and < 400 => false,
        408 or 460 or 499 => false,
        503 => facts.HasRetryAfter,
        501 or 505 or 525 or 526 => true,
        var status => status < 500,
    };

    public static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;

    public static FailureRule Of(Exception failure) => failure switch
    {
        // A Retry-After stops the poll, regardless of the status.
        KnowledgeBaseApiException { RetryAfter: not null } error => RuleOf(error) with { StopsPoll = true },
        KnowledgeBaseApiException error => RuleOf(error),
        KnowledgeBaseConnectionException error => error.Rule,
        KnowledgeBaseTimeoutException => TimedOut,
        InvalidResponseException error => error.Rule,
        _ when failure.GetType() == typeof(InvalidOperationException) => Misconfigured,
        _ => Unknown,
    };

    // An exception that was constructed by a test has no other facts.
    private static FailureRule RuleOf(KnowledgeBaseApiException error) =>
        error.Rule ?? Of(new ErrorFacts(error.StatusCode, error.RetryAfter is not null));

    private static FailureRule Transient(string advice) => new(IsTransient: true, WaitEffect.Outage, advice);

    private static FailureRule Permanent(string advice) => new(IsTransient: false, WaitEffect.EndsFirstWaits, advice);

    private static FailureRule Rejection(string advice, Func<ApiError, KnowledgeBaseApiException> create) =>
        new(IsTransient: false, WaitEffect.EndsWaitsIfRepeated, advice) { StopsPoll = true, Create = create };
}
