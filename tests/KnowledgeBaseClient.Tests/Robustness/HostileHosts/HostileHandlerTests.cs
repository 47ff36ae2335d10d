using System.Net;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Custom handlers and response bodies that fail, or change a request, at the worst moment.</summary>
public sealed class HostileHandlerTests
{
    private const string ConnectionAdvice = "Check the network and KnowledgeBaseClientOptions.BaseAddress, or try again later.";
    private const string Key = "c2Vj/cmV0LWtleS1vZi1taW5l";

    private static readonly Uri Address = new("https://service.test/");

    [Test]
    public async Task SendAsync_AddressChangedDuringKeyLookup_SendsToTheOriginalAddress()
    {
        var key = new TaskCompletionSource<string>();
        Uri? sent = null;
        using var primary = new StubHandler(request =>
        {
            sent = request.RequestUri;
            return Response("[]"u8, null);
        });
        var source = new ApiKeySource(null, _ => new ValueTask<string>(key.Task));
        using var handler = new ApiKeyHandler(source, new KeyRedactor(), primary, Address);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "v1"));

        var call = invoker.SendAsync(request, CancellationToken.None);
        request.RequestUri = new Uri("https://other.test/");
        key.SetResult(Key);
        using var response = await call;

        Assert.That(sent, Is.EqualTo(new Uri(Address, "v1")));
    }

    [Test]
    public async Task ListAsync_ProviderFailsAfterCancellation_IsCanceledWithoutTheKey()
    {
        using var cancellation = new CancellationTokenSource();
        using var primary = new StubHandler(_ => Response("[]"u8, null));
        var lookups = 0;
        var options = new KnowledgeBaseClientOptions
        {
            BaseAddress = Address,
            ApiKeyProvider = _ => lookups++ == 0 ? ValueTask.FromResult(Key) : Fail(),
        };
        using var client = new RunsClient(options, primary);
        await client.ListAsync("kb");

        // Outside of the test's synchronization context, the provider is called synchronously.
        var thrown = await Assert.CatchAsync(
            () => Task.Run(() => client.ListAsync("kb", null, cancellation.Token), CancellationToken.None));

        Assert.That(thrown, Is.InstanceOf<OperationCanceledException>());
        Assert.That(thrown!.ToString(), Does.Not.Contain(Key));

        ValueTask<string> Fail()
        {
            cancellation.Cancel();
            throw new InvalidOperationException($"The key {Key} was not found.");
        }
    }

    [Test]
    public async Task ListAsync_BodyFailureQuotesTheRequest_ThrowsWithoutTheKey([Values] bool isDisposed)
    {
        using var primary = new StubHandler(request => Response(
            "[]"u8,
            isDisposed ? new ObjectDisposedException("body", request.ToString()) : new NotSupportedException(request.ToString())));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<Exception>(() => client.ListAsync("kb"));

        Assert.That(thrown, isDisposed ? Is.TypeOf<InvalidOperationException>() : Is.TypeOf<KnowledgeBaseConnectionException>());
        Assert.That(thrown!.ToString(), Does.Not.Contain(Key));
    }

    [Test]
    public async Task ListAsync_BodyFailsOnDispose_ReturnsTheRuns()
    {
        using var primary = new StubHandler(request =>
            Response("""[{"id":"a","status":"queued"}]"""u8, new IOException(request.ToString()), failsOnDispose: true));
        using var client = Client(primary);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_BodyOfA401TimesOut_ThrowsApiKeyRejectedException()
    {
        using var primary = new StubHandler(_ => Response("no"u8, new TimeoutException("slow"), status: HttpStatusCode.Unauthorized));
        using var client = Client(primary);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<ApiKeyRejectedException>());
    }

    [Test]
    public async Task ListAsync_HandlerConvertsCancellationToALostConnection_IsCanceled([Values(0, 3)] int retries)
    {
        using var cancellation = new CancellationTokenSource();
        using var primary = new StubHandler(_ =>
        {
            cancellation.Cancel();
            throw new IOException("lost");
        });
        using var client = Client(primary, retries);

        var thrown = await Assert.CatchAsync(() => client.ListAsync("kb", null, cancellation.Token));

        Assert.That(thrown, Is.InstanceOf<OperationCanceledException>());
    }

    [TestCase("""{"detail":"bad key c2Vj\/cmV0LWtleS1vZi1taW""")]
    [TestCase("""{"detail":"bad key c2Vj%2fcmV0LWtleS1vZi1taW""")]
    [TestCase("""{"detail":"bad key c2Vj\u002""")]
    public async Task ListAsync_TruncatedErrorBodyEndsInAnEscapedKey_RedactsThePart(string body)
    {
        using var primary = new StubHandler(_ =>
            Response(Encoding.UTF8.GetBytes(body), new IOException("lost"), status: HttpStatusCode.Unauthorized));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Body, Does.Not.Contain("c2Vj").And.Not.Contain("cmV0"));
    }

    [Test]
    public async Task ListAsync_BodyIsAKeyThatLooksLikeAList_ThrowsWithoutTheKey()
    {
        const string ListLike = "[secret-key-of-mine";
        using var primary = new StubHandler(_ => Response(Encoding.UTF8.GetBytes(ListLike), null));
        var options = new KnowledgeBaseClientOptions { ApiKey = ListLike, BaseAddress = Address, MaxRetries = 0 };
        using var client = new RunsClient(options, primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.ToString() + (thrown as InvalidResponseException)?.Excerpt, Does.Not.Contain("secret-key-of-mine"));
    }

    [Test]
    public async Task ListAsync_NoResponse_MessageNamesTheReasonAndWhatToCheck()
    {
        using var primary = new StubHandler(_ => throw new HttpRequestException("the line is dead."));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "GET /v1/knowledge-bases/kb/runs: no response was received in attempt 1: the line is dead. " + ConnectionAdvice));
    }

    [Test]
    public async Task ListAsync_BodyFailsBeforeItsEnd_MessageNamesTheTruncationAndTheReason()
    {
        using var primary = new StubHandler(_ => Response("[{"u8, new IOException("the line went dead")));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "GET /v1/knowledge-bases/kb/runs: the response was truncated in attempt 1: the line went dead. " + ConnectionAdvice));
    }

    [Test]
    public async Task ListAsync_UnexpectedContentType_MessageNamesTypeAndEncoding()
    {
        using var untyped = new StubHandler(_ => Response("{}"u8, null));
        using var typed = new StubHandler(_ =>
        {
            var response = Response("{}"u8, null);
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/html; charset=utf-8");
            response.Content.Headers.TryAddWithoutValidation("Content-Encoding", "zip, zap");
            return response;
        });
        using var untypedClient = Client(untyped);
        using var typedClient = Client(typed);

        var ofUntyped = await Assert.CatchAsync<InvalidResponseException>(() => untypedClient.ListAsync("kb"));
        var ofTyped = await Assert.CatchAsync<InvalidResponseException>(() => typedClient.ListAsync("kb"));

        Assert.That(
            ofUntyped!.Message,
            Does.StartWith("GET /v1/knowledge-bases/kb/runs returned 200 with no content type, but the body is not a list of runs: "));
        Assert.That(
            ofTyped!.Message,
            Does.StartWith("GET /v1/knowledge-bases/kb/runs returned 200 with text/html (zip, zap), but the body is not a list of runs: "));
    }

    [TestCase("[]")]
    [TestCase("7")]
    public async Task ListAndStream_ValidOrInvalidBody_DisposeTheBody(string body)
    {
        var bodies = new List<Stream>();
        using var primary = new StubHandler(_ =>
        {
            bodies.Add(new MemoryStream(Encoding.UTF8.GetBytes(body)));
            return new(HttpStatusCode.OK) { Content = new StreamContent(bodies[^1]) };
        });
        using var client = Client(primary);

        await IgnoreInvalidResponseAsync(async () => await client.ListAsync("kb"));
        await IgnoreInvalidResponseAsync(async () => await client.StreamAsync("kb").ToListAsync());

        Assert.That(bodies.Select(stream => stream.CanRead), Is.EqualTo((bool[])[false, false]));
    }

    private static async Task IgnoreInvalidResponseAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (InvalidResponseException)
        {
            // The test is about the body, not about the result.
        }
    }

    private static RunsClient Client(HttpMessageHandler primary, int retries = 0) =>
        new(new KnowledgeBaseClientOptions { ApiKey = Key, BaseAddress = Address, MaxRetries = retries }, primary);

    private static HttpResponseMessage Response(
        ReadOnlySpan<byte> body, Exception? failure, bool failsOnDispose = false, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StreamContent(new FailingBody(body.ToArray(), failure, failsOnDispose)) };

    // Throws where the body would end, or when it is disposed.
    private sealed class FailingBody(byte[] body, Exception? failure, bool failsOnDispose) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 || failure is null || failsOnDispose ? read : throw failure;
        }

        public override ValueTask DisposeAsync() => failure is not null && failsOnDispose ? throw failure : base.DisposeAsync();
    }
}
