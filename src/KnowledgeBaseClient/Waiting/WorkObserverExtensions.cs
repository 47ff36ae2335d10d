namespace KnowledgeBaseClient;

internal static class WorkObserverExtensions
{
    // Waits for a delay that has started. Meanwhile, nothing works.
    public static async Task IdleAsync(this IWorkObserver? work, Task delay)
    {
        work?.EndWork();
        try
        {
            await delay.ConfigureAwait(false);
        }
        finally
        {
            work?.BeginWork();
        }
    }
}
