namespace KnowledgeBaseClient;

// A run whose request failed. Failure: an index. Ages: of the start and the end of the request, as of the end of the poll.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.FailedRunMessage")]
internal sealed record FailedRunMessage(
    [property: Id(0)] string RunId, [property: Id(1)] int Failure, [property: Id(2)] TimeSpan StartAge, [property: Id(3)] TimeSpan EndAge);
