namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

internal static class Garbage
{
    private const int Attempts = 50;

    /// <summary>Collects until nothing is left of what is given, as far as that goes, and returns how much is. Frames that have ended may hold on for a moment.</summary>
    public static async Task<int> LeftOfAsync(IReadOnlyCollection<WeakReference> references)
    {
        for (var attempt = 0; attempt < Attempts && references.Any(reference => reference.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        return references.Count(reference => reference.IsAlive);
    }
}
