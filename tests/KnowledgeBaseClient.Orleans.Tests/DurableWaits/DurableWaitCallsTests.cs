using System.Reflection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// What a caller of IDurableWaits receives when the call of its shard fails.
public sealed class DurableWaitCallsTests
{
    private static readonly Exception[] Unavailable =
        [new OrleansException("no silo has the-key"), new SiloUnavailableException("no silo has the-key"), new TimeoutException("the-key")];

    private static readonly Exception[] Bugs =
        [new InvalidOperationException("the group is full"), new NotSupportedException("a bug"), new KeyNotFoundException("a bug")];

    [TestCaseSource(nameof(Unavailable))]
    public async Task Call_OutOfReach_ThrowsFleetUnavailable(Exception failure)
    {
        var thrown = await Assert.ThrowsAsync<FleetUnavailableException>(() => CallAsync(_ => Task.FromException<bool>(failure)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown!.IsTransient, Is.True);
            Assert.That(thrown.InnerException, Is.SameAs(failure));
            Assert.That(thrown.Message, Does.Contain("***").And.Not.Contain("the-key"));
        }
    }

    [TestCaseSource(nameof(Bugs))]
    public async Task Call_OtherFailure_ThrowsIt(Exception failure)
    {
        var thrown = await Assert.CatchAsync(() => CallAsync(_ => Task.FromException<bool>(failure)));
        Assert.That(thrown, Is.SameAs(failure));
    }

    [Test]
    public async Task Call_FailsWhileItIsCanceled_ThrowsOperationCanceled()
    {
        using var cancellation = new CancellationTokenSource();

        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => CallAsync(
            _ =>
            {
                cancellation.Cancel();
                throw new OrleansException("the silo stops");
            },
            cancellation.Token));

        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Call_CanceledWhileItRuns_ThrowsOperationCanceled()
    {
        using var cancellation = new CancellationTokenSource();

        var call = CallAsync(static _ => new TaskCompletionSource<bool>().Task, cancellation.Token);
        await cancellation.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    private static Task<bool> CallAsync(Func<string, Task<bool>> cancel, CancellationToken cancellationToken = default)
    {
        var grains = DispatchProxy.Create<IGrainFactory, GrainFactory>();
        ((GrainFactory)(object)grains).Shard = new Shard(cancel);
        var waits = new KnowledgeBaseClient.DurableWaits(
            grains, "default", static text => text.Replace("the-key", "***", StringComparison.Ordinal));
        return waits.CancelAsync("kb-1", "wait-1", cancellationToken);
    }

    // Has one grain.
    public class GrainFactory : DispatchProxy
    {
        public object? Shard { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Shard;
    }

    private sealed class Shard(Func<string, Task<bool>> cancel) : IWaitShardGrain
    {
        public Task<bool> RegisterAsync(WaitRegistration registration) => throw new NotSupportedException();

        public Task<bool> CancelAsync(string waitId) => cancel(waitId);

        public Task<WaitPage> ListAsync(string? afterId) => throw new NotSupportedException();

        public Task<bool> PingAsync() => throw new NotSupportedException();
    }
}
