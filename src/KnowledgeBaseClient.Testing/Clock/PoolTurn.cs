namespace KnowledgeBaseClient.Testing;

// A turn of the thread pool: work that was ready before it has started by the end of it.
internal static class PoolTurn
{
    // Consecutive turns without activity after which the code under test is taken for idle.
    public const int Quiet = 8;

    // To the end of the shared queue, behind everything that is ready to run.
    public static Task NextAsync()
    {
        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }
}
