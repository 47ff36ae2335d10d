namespace KnowledgeBaseClient;

internal static class DetachedTask
{
    // Without the caller's ExecutionContext (AsyncLocals, Activity.Current): the work is not only for this caller.
    public static Task Run(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }
}
