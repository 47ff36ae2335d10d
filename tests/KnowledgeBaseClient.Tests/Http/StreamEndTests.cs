using System.Net;
using NUnit.Framework;
using Polly.CircuitBreaker;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>A body of an application's handler may report the end of a stream as a failure of its own.</summary>
public sealed class StreamEndTests
{
    private static readonly Dictionary<string, Exception> Failures = new()
    {
        ["I/O"] = new IOException("gone"),
        ["HTTP"] = new HttpRequestException("gone"),
        ["timeout"] = new TimeoutException("gone"),
        ["circuit breaker"] = new BrokenCircuitException("gone"),
        ["canceled"] = new OperationCanceledException("gone"),
        ["disposed"] = new ObjectDisposedException("body"),
    };

    private static readonly string[] Names = [.. Failures.Keys];

    [TestCaseSource(nameof(Names))]
    public async Task StreamAsync_BodyFailsAfterCancellation_ThrowsWithTheCallersToken(string failure)
    {
        using var cancellation = new CancellationTokenSource();
        using var handler = new StubHandler(_ => Respond(failure, cancellation.Cancel));
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);

        var thrown = await Assert.CatchAsync<OperationCanceledException>(
            async () => await client.StreamAsync("kb", cancellationToken: cancellation.Token).ToListAsync());

        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [TestCaseSource(nameof(Names))]
    public async Task StreamAsync_BodyFailsAfterDispose_ThrowsObjectDisposedExceptionOfTheClient(string failure)
    {
        RunsClient? client = null;
        using var handler = new StubHandler(_ => Respond(failure, () => client!.Dispose()));
        client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);

        var thrown = await Assert.CatchAsync<ObjectDisposedException>(async () => await client.StreamAsync("kb").ToListAsync());

        Assert.That(thrown!.ObjectName, Is.EqualTo(typeof(RunsClient).FullName));
    }

    private static HttpResponseMessage Respond(string failure, Action end) =>
        new(HttpStatusCode.OK) { Content = new StreamContent(new EndingBody(end, Failures[failure])) };

    // Two runs in two reads. Before the second one, the call ends and the read fails.
    private sealed class EndingBody(Action end, Exception failure) : MemoryStream("""[{"id":"a","status":"queued"},"""u8.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, CancellationToken.None);
            if (count > 0)
            {
                return count;
            }

            end();
            throw failure;
        }
    }
}
