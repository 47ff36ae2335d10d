namespace KnowledgeBaseClient;

internal static class CancellationExtensions
{
    // For a source that another thread may dispose of at the same time.
    public static void CancelUnlessDisposed(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
