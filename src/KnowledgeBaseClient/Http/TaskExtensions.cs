namespace KnowledgeBaseClient;

internal static class TaskExtensions
{
    // For a task that may be abandoned: its failure must not be raised as an unobserved task exception.
    public static void ObserveFailure(this Task task) => task.ContinueWith(
        static failed => failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
