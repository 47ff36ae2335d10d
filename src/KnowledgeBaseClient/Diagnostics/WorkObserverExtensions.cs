namespace KnowledgeBaseClient;

internal static class WorkObserverExtensions
{
    // Null for any other clock.
    public static IDisposable? BeginWork(this TimeProvider time, bool isOfCaller = false) =>
        (time as IWorkObserver)?.BeginWork(isOfCaller);

    public static void EnterWork(this TimeProvider time, IDisposable? work)
    {
        if (work is not null)
        {
            ((IWorkObserver)time).EnterWork(work);
        }
    }
}
