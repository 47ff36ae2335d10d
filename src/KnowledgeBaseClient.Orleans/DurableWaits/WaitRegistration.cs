namespace KnowledgeBaseClient;

// A validated wait on its way to its shard. Durations are milliseconds; -1 for no limit.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitRegistration")]
internal sealed class WaitRegistration
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
    public long Timeout { get; set; }

    [Id(5)]
    public long MissingGrace { get; set; }

    public WaitEntry ToEntry(DateTimeOffset now)
    {
        var registeredAt = now.ToUnixTimeMilliseconds();
        return new WaitEntry
        {
            Id = Id,
            RunIds = RunIds,
            Handler = Handler,
            State = State,
            RegisteredAt = registeredAt,
            Deadline = Timeout < 0 ? null : registeredAt + Timeout,
            MissingGrace = MissingGrace,
        };
    }
}
