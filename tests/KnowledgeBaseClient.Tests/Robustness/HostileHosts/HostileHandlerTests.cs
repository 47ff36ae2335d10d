using System.Net;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Handlers and bodies of an application's own making that fail, or change their minds, where it hurts most.</summary>
public sealed class HostileHandlerTests
{
    private const string ConnectionAdvice = "Check the network and KnowledgeBaseClientOptions.BaseAddress, or try again later.";

    private const string Key = "c2Vj/cmV0LWtleS1vZi1taW5l";

    private static readonly Uri Address = new("https://service.test/");

    [Test]
    public async Task SendAsync_RequestPointedElsewhereWhileTheKeyIsAskedFor_GoesWhereItWasToGo()
    {
        var asked = new TaskCompletionSource<string>();
        Uri? sent = null;
        using var primary = new StubHandler(request =>
        {
            sent = request.RequestUri;
            return Answer("[]"u8, null);
        });
        using var handler = new ApiKeyHandler(new ApiKeySource(null, _ => new ValueTask<string>(asked.Task)), new KeyRedactor(), primary, Address);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "v1"));

        var call = invoker.SendAsync(request, CancellationToken.None);
        request.RequestUri = new Uri("https://elsewhere.test/");
        asked.SetResult(Key);
        using var response = await call;

        Assert.That(sent, Is.EqualTo(new Uri(Address, "v1")));
    }

    [Test]
    public async Task ListAsync_ProviderFailsOnceTheCallerHasCancelled_IsCancelledAndTellsNoKey()
    {
        using var cancellation = new CancellationTokenSource();
        using var primary = new StubHandler(_ => Answer("[]"u8, null));
        var asked = 0;
        var options = new KnowledgeBaseClientOptions { BaseAddress = Address, ApiKeyProvider = _ => asked++ == 0 ? ValueTask.FromResult(Key) : Fail() };
        using var client = new RunsClient(options, primary);
        await client.ListAsync("kb");

        // Off the test's own synchronization context, where the provider is called directly.
        var thrown = await Assert.CatchAsync(() => Task.Run(() => client.ListAsync("kb", null, cancellation.Token), CancellationToken.None));

        Assert.That(thrown, Is.InstanceOf<OperationCanceledException>());
        Assert.That(thrown!.ToString(), Does.Not.Contain(Key));

        ValueTask<string> Fail()
        {
            cancellation.Cancel();
            throw new InvalidOperationException($"the vault said {Key}");
        }
    }

    [Test]
    public async Task ListAsync_BodyFailsQuotingTheRequest_TellsNoKey()
    {
        using var primary = new StubHandler(request => Answer("[]"u8, new NotSupportedException(request.ToString())));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.ToString(), Does.Not.Contain(Key));
    }

    [Test]
    public async Task ListAsync_BodyFailsWhenItIsDisposedOf_GivesTheRuns()
    {
        using var primary = new StubHandler(request => Answer("""[{"id":"a","status":"queued"}]"""u8, new IOException(request.ToString()), atDispose: true));
        using var client = Client(primary);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_BodyOfARefusalTimesOut_IsTheRefusal()
    {
        using var primary = new StubHandler(_ => Answer("no"u8, new TimeoutException("slow"), status: HttpStatusCode.Unauthorized));
        using var client = Client(primary);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<ApiKeyRejectedException>());
    }

    [Test]
    public async Task ListAsync_HandlerMakesALostConnectionOfACancellation_IsCancelled([Values(0, 3)] int retries)
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
    public async Task ListAsync_RefusalBreaksOffInAKeySpelledOtherwise_TellsNothingOfIt(string body)
    {
        using var primary = new StubHandler(_ => Answer(Encoding.UTF8.GetBytes(body), new IOException("lost"), status: HttpStatusCode.Unauthorized));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Body, Does.Not.Contain("c2Vj").And.Not.Contain("cmV0"));
    }

    [Test]
    public async Task ListAsync_KeyThatBeginsLikeAListIsSentBack_TellsNothingOfIt()
    {
        const string ListLike = "[secret-key-of-mine";
        using var primary = new StubHandler(_ => Answer(Encoding.UTF8.GetBytes(ListLike), null));
        using var client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = ListLike, BaseAddress = Address, MaxRetries = 0 }, primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.ToString() + (thrown as InvalidResponseException)?.Excerpt, Does.Not.Contain("secret-key-of-mine"));
    }

    [Test]
    public async Task ListAsync_NoAnswerComes_SaysWhyAndWhatToCheck()
    {
        using var primary = new StubHandler(_ => throw new HttpRequestException("the line is dead."));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo("GET /v1/knowledge-bases/kb/runs: no response was received in attempt 1: the line is dead. " + ConnectionAdvice));
    }

    [Test]
    public async Task ListAsync_BodyFailsInTheMiddle_SaysThatTheAnswerWasCutShortAndWhy()
    {
        using var primary = new StubHandler(_ => Answer("[{"u8, new IOException("the line went dead")));
        using var client = Client(primary);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo("GET /v1/knowledge-bases/kb/runs: the response was truncated in attempt 1: the line went dead. " + ConnectionAdvice));
    }

    [Test]
    public async Task ListAsync_AnswerOfNoKnownType_SaysWhatIsKnownOfIt()
    {
        using var bare = new StubHandler(_ => Answer("{}"u8, null));
        using var packed = new StubHandler(_ =>
        {
            var answer = Answer("{}"u8, null);
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", "text/html; charset=utf-8");
            answer.Content.Headers.TryAddWithoutValidation("Content-Encoding", "zip, zap");
            return answer;
        });
        using var bareClient = Client(bare);
        using var packedClient = Client(packed);

        var ofBare = await Assert.CatchAsync<InvalidResponseException>(() => bareClient.ListAsync("kb"));
        var ofPacked = await Assert.CatchAsync<InvalidResponseException>(() => packedClient.ListAsync("kb"));

        Assert.That(
            ofBare!.Message,
            Does.StartWith("GET /v1/knowledge-bases/kb/runs returned 200 with no content type, but the body is not a list of runs: "));
        Assert.That(
            ofPacked!.Message,
            Does.StartWith("GET /v1/knowledge-bases/kb/runs returned 200 with text/html (zip, zap), but the body is not a list of runs: "));
    }

    [TestCase("[]")]
    [TestCase("7")]
    public async Task AnyCall_HoweverItEnds_DisposesOfTheBody(string body)
    {
        var bodies = new List<Stream>();
        using var primary = new StubHandler(_ =>
        {
            bodies.Add(new MemoryStream(Encoding.UTF8.GetBytes(body)));
            return new(HttpStatusCode.OK) { Content = new StreamContent(bodies[^1]) };
        });
        using var client = Client(primary);

        await EndAsync(async () => await client.ListAsync("kb"));
        await EndAsync(async () => await client.StreamAsync("kb").ToListAsync());

        Assert.That(bodies.Select(stream => stream.CanRead), Is.EqualTo((bool[])[false, false]));
    }

    private static async Task EndAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (InvalidResponseException)
        {
            // Whether the body is a list is not what is asked here.
        }
    }

    private static RunsClient Client(HttpMessageHandler primary, int retries = 0) =>
        new(new KnowledgeBaseClientOptions { ApiKey = Key, BaseAddress = Address, MaxRetries = retries }, primary);

    private static HttpResponseMessage Answer(
        ReadOnlySpan<byte> body, Exception? end, bool atDispose = false, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StreamContent(new EndingBody(body.ToArray(), end, atDispose)) };

    // Ends in an exception instead of at its end, or when it is disposed of.
    private sealed class EndingBody(byte[] body, Exception? end, bool atDispose) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 || end is null || atDispose ? read : throw end;
        }

        public override ValueTask DisposeAsync() => end is not null && atDispose ? throw end : base.DisposeAsync();
    }
}
