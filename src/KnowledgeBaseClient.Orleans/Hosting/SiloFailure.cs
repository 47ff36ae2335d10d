namespace KnowledgeBaseClient;

// Whether the silo of this process has failed for good: the cluster has declared it dead, and its host stops. Thread-safe.
internal sealed class SiloFailure
{
    private volatile bool _hasOccurred;

    public bool HasOccurred => _hasOccurred;

    public void Set() => _hasOccurred = true;
}
