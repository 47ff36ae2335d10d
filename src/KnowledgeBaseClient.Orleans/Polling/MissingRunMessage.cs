namespace KnowledgeBaseClient;

// A run that the service did not list. Age: of the response, as of the end of the poll.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.MissingRunMessage")]
internal readonly record struct MissingRunMessage([property: Id(0)] string RunId, [property: Id(1)] TimeSpan Age);
