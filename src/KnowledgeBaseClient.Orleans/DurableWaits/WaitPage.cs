namespace KnowledgeBaseClient;

// Some waits of a shard in the order of their ids. HasMore: others follow the last one.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitPage")]
internal sealed class WaitPage
{
    [Id(0)]
    public WaitListItem[] Waits { get; set; } = [];

    [Id(1)]
    public bool HasMore { get; set; }
}
