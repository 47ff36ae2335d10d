using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>Which API key is sent, and which keys are rejected before anything is sent.</summary>
public sealed class ApiKeySourceTests
{
    private static readonly string[] InvalidKeys =
    [
        "qzx-secret\r\nX-Evil: 1", "qzx-secret\n", " qzx-secret", "qzx-secret ", "qzx secret", "qzx-secr\u00e9t", "qzx-secret\0",
        "qzx-secret\u007f", "", "qzx-sec", new('q', 4097),
    ];

    [Test]
    public async Task ListAsync_ApiKeyProvider_IsCalledOncePerAttempt()
    {
        var clock = new TestClock();
        var calls = 0;
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"), Reply.Json("[]"));
        using var client = new RunsClient(
            new KnowledgeBaseClientOptions
            {
                ApiKey = "unused-api-key",
                ApiKeyProvider = _ => ValueTask.FromResult($"api-key-{++calls}"),
                BaseAddress = server.BaseAddress,
            },
            timeProvider: clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(10)));
        await call;
        await client.ListAsync("kb");

        Assert.That(
            server.RequestTexts.Select(text => text.Split("\r\n").Single(line => line.StartsWith("X-API-Key", StringComparison.Ordinal))),
            Is.EqualTo((string[])["X-API-Key: api-key-1", "X-API-Key: api-key-2", "X-API-Key: api-key-3"]));
    }

    [TestCaseSource(nameof(InvalidKeys))]
    public async Task ListAsync_ProviderReturnsInvalidKey_ThrowsWithoutSendingOrQuotingIt(string key)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(key));

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("ApiKeyProvider"));
        Assert.That(key.Length > 1 && thrown.Message.Contains(key, StringComparison.Ordinal), Is.False);
        Assert.That(server.RequestTexts, Is.Empty);
    }

    [TestCaseSource(nameof(InvalidKeys))]
    public void Constructor_InvalidKey_ThrowsWithoutQuotingIt(string key)
    {
        var thrown = Assert.Catch<ArgumentException>(() => _ = new RunsClient(key));

        Assert.That(thrown!.Message, Does.Contain("key"));
        Assert.That(key.Length > 1 && thrown.Message.Contains(key, StringComparison.Ordinal), Is.False);
    }

    [TestCase("", "is missing")]
    [TestCase("qzx-secr\u00e9t", "has a character that is not visible ASCII (U+00E9) at position 8")]
    [TestCase("qzx-secret\n", "has a character that is not visible ASCII (U+000A) at position 10")]
    [TestCase("qzx-sec", "is shorter than 8 characters")]
    public async Task ListAsync_ProviderReturnsInvalidKey_DescribesProblem(string key, string problem)
    {
        using var client = TestClients.For(new Uri("http://localhost"), options => options.ApiKeyProvider = _ => ValueTask.FromResult(key));

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo($"The API key from KnowledgeBaseClientOptions.ApiKeyProvider {problem}: make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_KeyOfMinimumLength_IsSentAndShorterKeyIsNot()
    {
        var keys = new Queue<string>([new string('q', 8), new string('q', 7)]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(keys.Dequeue()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestTexts.Single().Split("\r\n"), Has.Member($"X-API-Key: {new string('q', 8)}"));
        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "The API key from KnowledgeBaseClientOptions.ApiKeyProvider is shorter than 8 characters: "
                + "make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_KeyOfMaximumLength_IsSentAndLongerKeyIsNot()
    {
        var keys = new Queue<string>([new string('q', 4096), new string('q', 4097)]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(keys.Dequeue()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestTexts.Single().Split("\r\n"), Has.Member($"X-API-Key: {new string('q', 4096)}"));
        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "The API key from KnowledgeBaseClientOptions.ApiKeyProvider is longer than 4096 characters: "
                + "make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_ProviderThrows_WrapsItsExceptionAndDoesNotRetry()
    {
        var calls = 0;
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server, options =>
        {
            options.MaxRetries = 3;
            options.ApiKeyProvider = _ =>
            {
                calls++;
                throw new HttpRequestException("the vault is unavailable");
            };
        });

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo("KnowledgeBaseClientOptions.ApiKeyProvider failed (HttpRequestException): see the inner exception."));
        Assert.That(thrown.InnerException?.Message, Is.EqualTo("the vault is unavailable"));
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_ProviderExceptionQuotesEarlierKey_OmitsThatException()
    {
        var results = new Queue<Func<string>>([() => "qzx-secret", () => throw new HttpRequestException("qzx-secret has been revoked")]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(results.Dequeue()()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "KnowledgeBaseClientOptions.ApiKeyProvider failed (HttpRequestException): its message quotes the API key and is omitted."));
        Assert.That(thrown.InnerException, Is.Null);
    }

    [Test]
    public async Task ListAsync_ProviderNeverCompletes_ThrowsTimeoutAfterAttemptTimeout()
    {
        var clock = new TestClock();
        await using var server = ScriptedServer.Start();
        var neverCompleted = new TaskCompletionSource<string>();
        var options = TestClients.Options(
            server.BaseAddress,
            options => (options.ApiKeyProvider, options.MaxRetries) = (_ => new ValueTask<string>(neverCompleted.Task), 0));
        using var client = new RunsClient(options, timeProvider: clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due == options.AttemptTimeout));

        await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
    }

    [Test]
    public async Task ListAsync_OptionsChangedAfterConstruction_SendsOriginalKey()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        var options = TestClients.Options(server.BaseAddress);
        using var client = new RunsClient(options);
        options.ApiKey = "another-api-key";

        await client.ListAsync("kb");

        Assert.That(server.RequestTexts[0], Does.Contain($"X-API-Key: {TestClients.Key}"));
    }
}
