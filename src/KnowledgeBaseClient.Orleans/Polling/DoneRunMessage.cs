namespace KnowledgeBaseClient;

[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.DoneRunMessage")]
internal sealed record DoneRunMessage([property: Id(0)] long Subscription, [property: Id(1)] string RunId);
