namespace KnowledgeBaseClient.Tests.Waiting;

internal static class TaskTimeoutExtensions
{
    // Real time, so that a hanging test fails instead of blocking the test run.
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Fails with a <see cref="TimeoutException"/> if the task does not finish within 30 s of real time.</summary>
    public static Task OrTimeout(this Task task) => task.WaitAsync(TestTimeout);

    /// <inheritdoc cref="OrTimeout(Task)"/>
    public static Task<T> OrTimeout<T>(this Task<T> task) => task.WaitAsync(TestTimeout);
}
