namespace KnowledgeBaseClient.TestSupport;

/// <summary>Limits in real time, so that a hanging test fails instead of blocking the test run.</summary>
internal static class RealTime
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Fails with a <see cref="TimeoutException"/> if the task does not complete within 30 s of real time.</summary>
    public static Task OrTimeout(this Task task) => task.WaitAsync(Limit);

    /// <inheritdoc cref="OrTimeout(Task)"/>
    public static Task<T> OrTimeout<T>(this Task<T> task) => task.WaitAsync(Limit);
}
