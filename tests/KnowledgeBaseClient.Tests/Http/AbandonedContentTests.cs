using System.Net;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>A canceled call does not wait for content that ignores its token, and still observes how it ends.</summary>
public sealed class AbandonedContentTests
{
    [Test]
    public async Task ListAsync_ContentFailsAfterCancellation_RaisesNoUnobservedTaskException()
    {
        var failure = new IOException("The content is gone.");

        Assert.That(await UnobservedTasks.RaisedAsync(failure, CancelCallAsync), Is.False);
    }

    // Not inlined, so that no local variable keeps the task alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CancelCallAsync(Exception failure)
    {
        var body = new TaskCompletionSource<Stream>();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancellation = new CancellationTokenSource();
        using var handler = new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new SlowContent(Open) });
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);
        var call = client.ListAsync("kb", cancellationToken: cancellation.Token);

        await opened.Task.OrTimeout();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        body.SetException(failure);
        return new WeakReference(body.Task);

        Task<Stream> Open()
        {
            opened.TrySetResult();
            return body.Task;
        }
    }

    private sealed class SlowContent(Func<Task<Stream>> open) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => open();

        protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => open();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
