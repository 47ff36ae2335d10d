using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>A canceled call does not wait for its ApiKeyProvider, and still observes the exception of the provider.</summary>
public sealed class AbandonedProviderTests
{
    [Test]
    public async Task ListAsync_ProviderFailsAfterCancellation_RaisesNoUnobservedTaskException()
    {
        var failure = new InvalidOperationException("The vault is closed.");

        Assert.That(await UnobservedTasks.RaisedAsync(failure, CancelCallAsync), Is.False);
    }

    // Not inlined, so that no local variable keeps the task alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CancelCallAsync(Exception failure)
    {
        var provided = new TaskCompletionSource<string>();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancellation = new CancellationTokenSource();
        using var client = TestClients.For(
            new Uri("http://localhost"),
            options => options.ApiKeyProvider = _ =>
            {
                called.SetResult();
                return new ValueTask<string>(provided.Task);
            });
        var call = client.ListAsync("kb", cancellationToken: cancellation.Token);

        // With a synchronization context, the provider is called on another thread.
        await called.Task.OrTimeout();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        provided.SetException(failure);
        return new WeakReference(provided.Task);
    }
}
