namespace KnowledgeBaseClient.TestSupport;

internal static class UnobservedTasks
{
    /// <summary>Whether a task that failed with this exception is collected before the exception was observed.</summary>
    /// <param name="failure">The exception of the task.</param>
    /// <param name="abandonTaskAsync">Makes the task fail and returns a reference to it. Nothing else may keep the task alive.</param>
    public static async Task<bool> RaisedAsync(Exception failure, Func<Exception, Task<WeakReference>> abandonTaskAsync)
    {
        var isRaised = false;
        TaskScheduler.UnobservedTaskException += Check;
        try
        {
            var task = await abandonTaskAsync(failure);

            // An uncollected task raises no exception in any case.
            return await WeakReferences.CountAliveAsync([task]) == 0
                ? isRaised
                : throw new InvalidOperationException("Something keeps the abandoned task alive.");
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Check;
        }

        void Check(object? sender, UnobservedTaskExceptionEventArgs arguments) =>
            isRaised |= arguments.Exception.InnerExceptions.Contains(failure);
    }
}
