using KnowledgeBaseClient.Tests.Servers;

namespace KnowledgeBaseClient.Tests.Faults;

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

    /// <summary>Whether a wait that may poll again keeps quiet for longer than a test can wait.</summary>
    public bool HoldsWaits { get; init; }

    public static Fault Borne(string name, Reply reply) => new(name, _ => reply, null);

    /// <summary>Passes with the next attempt.</summary>
    public static Fault Passing<TError>(string name, Reply reply, int runsBefore = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { IsTransient = true, IsTriedAgain = true, RunsBefore = runsBefore };

    /// <summary>Stays however often one asks.</summary>
    public static Fault Lasting<TError>(string name, Reply reply, int runsBefore = 0)
        where TError : KnowledgeBaseException =>
        new(name, _ => reply, typeof(TError)) { RunsBefore = runsBefore };

    public override string ToString() => Name;
}
