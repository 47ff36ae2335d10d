namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>What a server or the network does to one request, and the result that the client must produce.</summary>
/// <param name="Name">The fault in a few words, for the name of the test.</param>
/// <param name="Reply">Creates the server's reply. The argument is the address of another server, which must not receive a request.</param>
/// <param name="Error">The exception of a call with a single attempt; null if the call succeeds despite the fault.</param>
internal sealed record Fault(string Name, Func<Uri, Reply> Reply, Type? Error)
{
    public bool IsTransient { get; init; }

    /// <summary>Whether a client with retries left retries.</summary>
    public bool IsRetried { get; init; }

    /// <summary>How many complete runs arrive before the fault. A stream has returned them by then.</summary>
    public int RunsBeforeFault { get; init; }

    /// <summary>Whether a wait throws this error immediately, without another poll, if nothing has succeeded yet.</summary>
    public bool IsFinalForWaits { get; init; }

    /// <summary>Whether a wait divides a request for several ids, because fewer ids could succeed.</summary>
    public bool IsHalvedByWaits { get; init; }

    /// <summary>The exact delay before the next attempt or poll; null if the backoff determines it.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Whether no more data arrives while the connection stays open.</summary>
    public bool Stalls { get; init; }

    public bool IsOverTls { get; init; }

    /// <summary>The redirect target that the exception's message must contain.</summary>
    public Func<Uri, string>? RedirectTarget { get; init; }

    public static Fault Tolerated(string name, Reply reply) => new(name, _ => reply, null);

    /// <summary>A fault that the next attempt can overcome.</summary>
    public static Fault Transient<TError>(string name, Reply reply, int runsBeforeFault = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { IsTransient = true, IsRetried = true, RunsBeforeFault = runsBeforeFault };

    /// <summary>
    /// A fault that stays the same, however often the request is repeated. Only a response that is not a list is left to later polls.
    /// </summary>
    public static Fault Permanent<TError>(string name, Reply reply, int runsBeforeFault = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError))
        {
            RunsBeforeFault = runsBeforeFault,
            IsFinalForWaits = typeof(TError) != typeof(InvalidResponseException),
        };

    /// <summary>A permanent fault that fewer ids in the request could avoid.</summary>
    public static Fault ForFewerIds<TError>(string name, Reply reply)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { IsHalvedByWaits = true };

    /// <summary>A response that stalls. Each test needs its own reply, because it waits for that reply to stall.</summary>
    public static Fault Stalled(string name, Func<Reply> reply, int runsBeforeFault = 0) =>
        new(name, _ => reply(), typeof(KnowledgeBaseTimeoutException))
        {
            IsTransient = true,
            IsRetried = true,
            RunsBeforeFault = runsBeforeFault,
            Stalls = true,
        };

    /// <summary>A redirect to a location, which can depend on the address of another server.</summary>
    public static Fault Redirect(string name, int status, Func<Uri, string> location) =>
        new(name, Redirection(status, location), typeof(KnowledgeBaseApiException))
        {
            RedirectTarget = location,
            IsFinalForWaits = true,
        };

    public override string ToString() => Name;

    private static Func<Uri, Reply> Redirection(int status, Func<Uri, string> location) =>
        otherServer => KnowledgeBaseClient.TestSupport.Reply.Status(status, "", ("Location", location(otherServer)));
}
