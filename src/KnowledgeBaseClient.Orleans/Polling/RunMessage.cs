namespace KnowledgeBaseClient;

// A run on its way from the poller to a replica.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.RunMessage")]
internal readonly record struct RunMessage
{
    // The JSON of the run as the service has sent it, or only of its summary.
    [Id(0)]
    public required byte[] Json { get; init; }

    [Id(1)]
    public bool IsFull { get; init; }

    public RunSnapshot ToSnapshot()
    {
        var json = new RawJson(Json);
        return new RunSnapshot(RunReader.ReadSummary(json), IsFull ? RunReader.ReadRun(json) : null);
    }
}
