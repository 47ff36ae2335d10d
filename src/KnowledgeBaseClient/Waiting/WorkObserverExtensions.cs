namespace KnowledgeBaseClient;

internal static class WorkObserverExtensions
{
    // Awaits a delay that has started. The poller does not work during the delay.
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
