namespace KnowledgeBaseClient.TestSupport;

internal static class WeakReferences
{
    private const int MaxCollections = 50;

    /// <summary>Collects garbage until none of the objects is alive, and returns how many still are.</summary>
    /// <remarks>Several collections can be necessary, because stack frames of methods that returned may still hold references.</remarks>
    public static async Task<int> CountAliveAsync(IReadOnlyCollection<WeakReference> references)
    {
        for (var i = 0; i < MaxCollections && references.Any(reference => reference.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        return references.Count(reference => reference.IsAlive);
    }
}
