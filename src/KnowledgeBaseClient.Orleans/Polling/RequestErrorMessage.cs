namespace KnowledgeBaseClient;

[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.RequestErrorMessage")]
internal sealed record RequestErrorMessage(
    [property: Id(0)] List<string> Location, [property: Id(1)] string Message, [property: Id(2)] string Type);
