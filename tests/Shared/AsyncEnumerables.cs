namespace KnowledgeBaseClient.TestSupport;

/// <summary>Methods that .NET has from version 10 on.</summary>
internal static class AsyncEnumerables
{
#if !NET10_0_OR_GREATER
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> source)
    {
        var items = new List<T>();
        await foreach (var item in source)
        {
            items.Add(item);
        }

        return items;
    }
#endif
}
