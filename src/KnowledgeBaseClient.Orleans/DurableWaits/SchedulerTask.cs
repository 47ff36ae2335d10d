namespace KnowledgeBaseClient;

internal static class SchedulerTask
{
    // On the caller's scheduler, that of a grain, but without its ExecutionContext (Activity.Current): the work is not only for it.
    public static Task Run(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current).Unwrap();
        }
    }
}
