namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>What a server or the network does to one request, and what has to come of it.</summary>
/// <param name="Name">The fault in a few words.</param>
/// <param name="Reply">What the server does; it is given the address of another server, which nobody shall ask.</param>
/// <param name="Error">The exception that a single attempt ends in; null when the fault is borne.</param>
internal sealed record Fault(string Name, Func<Uri, Reply> Reply, Type? Error)
{
    public bool IsTransient { get; init; }

    /// <summary>Whether a client that may try again does.</summary>
    public bool IsTriedAgain { get; init; }

    /// <summary>How many runs arrive whole before the fault: a stream has given them out already.</summary>
    public int RunsBefore { get; init; }

    /// <summary>Whether a wait ends with the very error instead of polling again.</summary>
    public bool EndsWaits { get; init; }

    /// <summary>How long the service is left alone where another attempt, or poll, follows; null where that is left to the backoff.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Whether nothing more comes while the connection stays.</summary>
    public bool Stalls { get; init; }

    public bool IsOverTls { get; init; }

    /// <summary>Where the exception has to say that the answer points.</summary>
    public Func<Uri, string>? Target { get; init; }

    public static Fault Borne(string name, Reply reply) => new(name, _ => reply, null);

    /// <summary>Passes with the next attempt.</summary>
    public static Fault Passing<TError>(string name, Reply reply, int runsBefore = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { IsTransient = true, IsTriedAgain = true, RunsBefore = runsBefore };

    /// <summary>Stays however often one asks.</summary>
    public static Fault Lasting<TError>(string name, Reply reply, int runsBefore = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { RunsBefore = runsBefore };

    /// <summary>Falls silent. The reply is made for each case, to tell that case when it has.</summary>
    public static Fault Silent<TError>(string name, Func<Reply> reply, int runsBefore = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply(), typeof(TError)) { IsTransient = true, IsTriedAgain = true, RunsBefore = runsBefore, Stalls = true };

    /// <summary>Sends the client to an address, given that of another server.</summary>
    public static Fault Redirect(string name, int status, Func<Uri, string> location) =>
        new(name, elsewhere => KnowledgeBaseClient.TestSupport.Reply.Status(status, "", ("Location", location(elsewhere))), typeof(KnowledgeBaseApiException)) { Target = location };

    public override string ToString() => Name;
}
