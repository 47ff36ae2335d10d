using System.Net;
using System.Net.Sockets;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>A request is retried only when it is certain that the service has not acted on it.</summary>
public sealed class UploadRetryTests : UploadFixture
{
    [TestCase(429, null)]
    [TestCase(429, 7)]
    [TestCase(425, null)]
    [TestCase(403, 7)]
    [TestCase(503, 7)]
    public async Task UploadAsync_Refused_IsRetriedAfterDelay(int status, int? retryAfter)
    {
        Simulator.Faults.Next(status, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        var runIds = await Client.UploadAsync("kb", Documents(1)).OrTimeout();

        Assert.That(runIds, Is.EqualTo([KnowledgeBase.Documents.Single().RunId]));
        Assert.That(Simulator.RequestCount, Is.EqualTo(2));
    }

    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    [TestCase(507)]
    [TestCase(520)]
    [TestCase(408)]
    [TestCase(499)]
    [TestCase(302)]
    [TestCase(303)]
    public async Task UploadAsync_ServerError_IsUnknownAndNotRetried(int status)
    {
        Simulator.Faults.Next(status);

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>(Documents(1));

        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
        Assert.That((failure.InnerException as KnowledgeBaseApiException)?.StatusCode, Is.EqualTo((HttpStatusCode)status));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(StatesOf(failure), Is.EqualTo("Unknown"));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(405)]
    [TestCase(409)]
    [TestCase(413)]
    [TestCase(414)]
    [TestCase(415)]
    [TestCase(422)]
    [TestCase(501)]
    [TestCase(526)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task UploadAsync_Rejected_ThrowsTheErrorWithoutRetry(int status)
    {
        Simulator.Faults.Next(status);

        var failure = await UploadFailsAsync<KnowledgeBaseApiException>(Documents(1));

        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
        Assert.That(failure.StatusCode, Is.EqualTo((HttpStatusCode)status));
        Assert.That(failure.Method, Is.EqualTo("POST"));
        Assert.That(failure.Path, Is.EqualTo("/v1/knowledge-bases/kb/upload_train"));
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
    }

    [TestCase(413, "UploadOptions.MaxBytesPerRequest", "UploadOptions.MaxFilesPerRequest")]
    [TestCase(414, "UploadOptions.Prefix", "UploadOptions.Prefix")]
    public async Task UploadAsync_TooLarge_NamesTheOptions(int status, string option, string other)
    {
        Simulator.Faults.Next(status);

        var failure = await UploadFailsAsync<KnowledgeBaseApiException>(Documents(1));

        Assert.That(failure.Message, Does.Contain(option).And.Contain(other).And.Not.Contain("MaxRunIdsPerRequest"));
    }

    [Test]
    public async Task UploadAsync_ServerErrorWithRetryAfter_DoesNotSuggestARetry()
    {
        Simulator.Faults.Next(500, TimeSpan.FromHours(1));

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>(Documents(1));

        Assert.That(failure.Message, Does.Not.Contain("try again").And.Not.Contain("not retried"));
        Assert.That(failure.Message, Does.Contain("list the runs before you upload the unknown documents again"));
    }

    [Test]
    public async Task UploadAsync_RefusedUntilRetriesAreUsedUp_ThrowsWithNothingAccepted()
    {
        Simulator.Faults.Always(429);

        var failure = await UploadFailsAsync<RateLimitedException>(Documents(2), OneByOne());

        Assert.That(Simulator.RequestCount, Is.EqualTo(4));
        Assert.That(failure.Attempts, Is.EqualTo(4));
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted NotAccepted"));
    }

    [Test]
    public async Task UploadAsync_UnknownKnowledgeBase_ThrowsNotFound()
    {
        var failure = (await Assert.ThrowsAsync<KnowledgeBaseNotFoundException>(() => Client.UploadAsync("other", Documents(1))))!;

        Assert.That(failure.Message, Does.Contain("Check the id of the knowledge base"));
    }

    [Test]
    public async Task UploadAsync_NoConnectionAtFirst_IsRetried()
    {
        await using var server = ScriptedServer.Start(Reply.Json("""["r1"]"""));
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) => ++connections < 3
                ? throw new SocketException((int)SocketError.ConnectionRefused)
                : await ConnectAsync(context.DnsEndPoint, cancellationToken),
        };
        using var client = new RunsClient(TestClients.Options(server.BaseAddress), handler, timeProvider: new SimulationClock());

        Assert.That(await client.UploadAsync("kb", Documents(1)).OrTimeout(), Is.EqualTo(["r1"]));
        Assert.That(connections, Is.EqualTo(3));
    }

    [Test]
    public async Task UploadAsync_NoConnection_ThrowsConnectionFailureWithNothingAccepted()
    {
        using var handler = new StubHandler(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"));
        var options = TestClients.Options(new Uri("https://kb.invalid/"));
        using var client = new RunsClient(options, handler, timeProvider: new SimulationClock());

        var failure = (await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(
            () => client.UploadAsync("kb", Documents(1)).OrTimeout()))!;

        Assert.That(failure.Attempts, Is.EqualTo(4));
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
    }

    [Test]
    public async Task UploadAsync_InvalidCertificate_IsNotRetried()
    {
        using var certificate = LoopbackCertificate.Create();
        await using var server = ScriptedServer.StartTls(certificate.Certificate, Reply.Json("""["r1"]"""));
        using var client = TestClients.For(server.BaseAddress, options => options.MaxRetries = 3);

        var failure = (await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(
            () => client.UploadAsync("kb", Documents(1)).OrTimeout()))!;

        Assert.That(failure.IsTransient, Is.False);
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(target, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
