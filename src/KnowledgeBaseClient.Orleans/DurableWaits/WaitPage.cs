namespace KnowledgeBaseClient;

// Some waits of a shard in the order of their ids. HasMore: others follow the last one.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitPage")]
internal sealed class WaitPage
{
    private const int MaxWaits = 500;

    // One wait may take up more: then it is a page of its own.
    private const long MaxBytes = 1024 * 1024;

    [Id(0)]
    public WaitListItem[] Waits { get; set; } = [];

    [Id(1)]
    public bool HasMore { get; set; }

    public static WaitPage Of(IEnumerable<ActiveWait> waits, string? afterId)
    {
        var following = waits.Where(wait => afterId is null || string.CompareOrdinal(wait.Entry.Id, afterId) > 0);
        List<WaitListItem> page = [];
        var bytes = 0L;
        foreach (var wait in following.OrderBy(static wait => wait.Entry.Id, StringComparer.Ordinal))
        {
            bytes += wait.Size;
            if (page.Count == MaxWaits || (page.Count > 0 && bytes > MaxBytes))
            {
                return new WaitPage { Waits = [.. page], HasMore = true };
            }

            page.Add(wait.ToListItem());
        }

        return new WaitPage { Waits = [.. page] };
    }
}
