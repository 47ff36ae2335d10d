namespace KnowledgeBaseClient;

// A wait as it is stored: what was asked and how delivery goes, never runs or the API key. Plain numbers, because every serializer of a
// storage provider must read them alike; times are Unix milliseconds. No initial value may differ from the default of its type: Orleans'
// JSON serializer leaves out defaults. The names of this class, its namespace, its assembly and its members, and the types of its members,
// are part of stored data: never change them.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitEntry")]
internal sealed class WaitEntry
{
    [Id(0)]
    public string Id { get; set; } = "";

    [Id(1)]
    public string[] RunIds { get; set; } = [];

    [Id(2)]
    public string Handler { get; set; } = "";

    [Id(3)]
    public string? State { get; set; }

    [Id(4)]
    public long RegisteredAt { get; set; }

    // Null for no limit.
    [Id(5)]
    public long? Deadline { get; set; }

    // Milliseconds; -1 for no limit.
    [Id(6)]
    public long MissingGrace { get; set; }

    // The number of the last call of the handler, stored before the call.
    [Id(7)]
    public int Attempt { get; set; }

    // Calls that the handler failed, and calls that have no result because the process ended. Less than Attempt if silos have stopped in
    // order during calls.
    [Id(8)]
    public int Failures { get; set; }

    [Id(9)]
    public long? NextAttemptAt { get; set; }

    [Id(10)]
    public string? LastError { get; set; }

    [Id(11)]
    public bool IsDeadLetter { get; set; }

    // Stored before the call with Attempt. Still set when the wait is resumed: the process ended during the call.
    [Id(12)]
    public bool IsHandlerAtWork { get; set; }

    // The ids are never changed, so the clone shares them.
    public WaitEntry Clone() => (WaitEntry)MemberwiseClone();
}
