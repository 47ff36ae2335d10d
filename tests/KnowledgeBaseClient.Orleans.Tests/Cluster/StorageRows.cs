using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Tests.Cluster;

// What a storage contains.
internal sealed class StorageRows
{
    public ConcurrentDictionary<string, (string Json, string ETag)> Values { get; } = new();

    // Fails every call while it is set.
    public Exception? Failure { get; set; }

    public void ThrowIfFailing()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
