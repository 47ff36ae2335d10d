namespace KnowledgeBaseClient;

// The status of a wait on its way to a caller. Times are Unix milliseconds.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitListItem")]
internal sealed class WaitListItem
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
    public int Phase { get; set; }

    [Id(5)]
    public int Attempt { get; set; }

    [Id(6)]
    public long RegisteredAt { get; set; }

    [Id(7)]
    public long? Deadline { get; set; }

    [Id(8)]
    public string? LastError { get; set; }

    [Id(9)]
    public int Failures { get; set; }

    public DurableWaitStatus ToStatus(string knowledgeBaseId) => new()
    {
        WaitId = Id,
        KnowledgeBaseId = knowledgeBaseId,
        RunIds = RunIds,
        Handler = Handler,
        State = State,
        Phase = (DurableWaitPhase)Phase,
        Attempt = Attempt,
        Failures = Failures,
        RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(RegisteredAt),
        Deadline = Deadline is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null,
        LastError = LastError,
    };
}
