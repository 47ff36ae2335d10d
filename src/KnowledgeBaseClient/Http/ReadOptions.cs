namespace KnowledgeBaseClient;

// How a response is read: what each run is read into, how many runs make a batch, and how large the response may be.
internal sealed record ReadOptions<T>(Func<RawJson, T> Read, int BatchSize, long MaxResponseBytes)
{
    // One batch per response.
    public static ReadOptions<T> WholeList(Func<RawJson, T> read, ClientSettings settings) =>
        new(read, int.MaxValue, settings.MaxResponseBytes);

    // One run per batch, in a response of any length.
    public static ReadOptions<T> Stream(Func<RawJson, T> read) => new(read, 1, long.MaxValue);

    public bool IsStream => BatchSize == 1;
}
