using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.TestSupport;

public sealed class UnobservedTasksTests
{
    [Test]
    public async Task RaisedAsync_ExceptionIsNotObserved_IsTrue() =>
        Assert.That(await UnobservedTasks.RaisedAsync(new IOException("Unobserved."), Abandon), Is.True);

    [Test]
    public async Task RaisedAsync_ExceptionIsObserved_IsFalse() =>
        Assert.That(await UnobservedTasks.RaisedAsync(new IOException("Observed."), ObserveAndAbandon), Is.False);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<WeakReference> Abandon(Exception failure) => Task.FromResult(new WeakReference(Task.FromException(failure)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<WeakReference> ObserveAndAbandon(Exception failure)
    {
        var task = Task.FromException(failure);
        _ = task.Exception;
        return Task.FromResult(new WeakReference(task));
    }
}
