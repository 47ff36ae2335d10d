using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>Where the key comes from, and which keys are refused.</summary>
public sealed class ApiKeySourceTests
{
    private static readonly string[] BadKeys =
    [
        "qzx-secret\r\nX-Evil: 1", "qzx-secret\n", " qzx-secret", "qzx-secret ", "qzx secret", "qzx-secr\u00e9t", "qzx-secret\0", "qzx-secret\u007f",
        "", "qzx-sec", new('q', 4097),
    ];

    [Test]
    public async Task ListAsync_KeyFromAProvider_IsAskedForOncePerAttempt()
    {
        var clock = new TestClock();
        var asked = 0;
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"), Reply.Json("[]"));
        using var client = new RunsClient(
            new KnowledgeBaseClientOptions
            {
                ApiKey = "unused-api-key",
                ApiKeyProvider = _ => ValueTask.FromResult($"api-key-{++asked}"),
                BaseAddress = server.BaseAddress,
            },
            timeProvider: clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(10)));
        await call;
        await client.ListAsync("kb");

        Assert.That(
            server.RequestHeads.Select(head => head.Split("\r\n").Single(line => line.StartsWith("X-API-Key", StringComparison.Ordinal))),
            Is.EqualTo((string[])["X-API-Key: api-key-1", "X-API-Key: api-key-2", "X-API-Key: api-key-3"]));
    }

    [TestCaseSource(nameof(BadKeys))]
    public async Task ListAsync_ProviderGivesABadKey_ThrowsWithoutSendingOrQuotingIt(string key)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(key));

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("ApiKeyProvider"));
        Assert.That(key.Length > 1 && thrown.Message.Contains(key, StringComparison.Ordinal), Is.False);
        Assert.That(server.RequestHeads, Is.Empty);
    }

    [TestCaseSource(nameof(BadKeys))]
    public void Constructor_BadKey_ThrowsWithoutQuotingIt(string key)
    {
        var thrown = Assert.Catch<ArgumentException>(() => _ = new RunsClient(key));

        Assert.That(thrown!.Message, Does.Contain("key"));
        Assert.That(key.Length > 1 && thrown.Message.Contains(key, StringComparison.Ordinal), Is.False);
    }

    [TestCase("", "is missing")]
    [TestCase("qzx-secr\u00e9t", "has a character that is not visible ASCII (U+00E9) at position 8")]
    [TestCase("qzx-secret\n", "has a character that is not visible ASCII (U+000A) at position 10")]
    [TestCase("qzx-sec", "is shorter than 8 characters")]
    public async Task ListAsync_ProviderGivesABadKey_SaysWhatIsWrongWithIt(string key, string complaint)
    {
        using var client = TestClients.For(new Uri("http://localhost"), options => options.ApiKeyProvider = _ => ValueTask.FromResult(key));

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Is.EqualTo($"The key from the ApiKeyProvider {complaint}: make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_KeyOfTheShortestLength_IsSentAndAShorterOneIsNot()
    {
        var keys = new Queue<string>([new string('q', 8), new string('q', 7)]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(keys.Dequeue()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestHeads.Single().Split("\r\n"), Has.Member($"X-API-Key: {new string('q', 8)}"));
        Assert.That(
            thrown!.Message, Is.EqualTo("The key from the ApiKeyProvider is shorter than 8 characters: make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_KeyOfTheLongestLength_IsSentAndALongerOneIsNot()
    {
        var keys = new Queue<string>([new string('q', 4096), new string('q', 4097)]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(keys.Dequeue()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestHeads.Single().Split("\r\n"), Has.Member($"X-API-Key: {new string('q', 4096)}"));
        Assert.That(
            thrown!.Message, Is.EqualTo("The key from the ApiKeyProvider is longer than 4096 characters: make it return the key and nothing else."));
    }

    [Test]
    public async Task ListAsync_ProviderFails_ThrowsWithItsExceptionInsideAndDoesNotRetry()
    {
        var asked = 0;
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server, options =>
        {
            options.MaxRetries = 3;
            options.ApiKeyProvider = _ =>
            {
                asked++;
                throw new HttpRequestException("the vault is shut");
            };
        });

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Is.EqualTo("The ApiKeyProvider failed (HttpRequestException): see the inner exception."));
        Assert.That(thrown.InnerException?.Message, Is.EqualTo("the vault is shut"));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_ProviderFailsAndQuotesAKeyUsedBefore_LeavesItsExceptionOut()
    {
        var answers = new Queue<Func<string>>([() => "qzx-secret", () => throw new HttpRequestException("qzx-secret has been revoked")]);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(answers.Dequeue()()));

        await client.ListAsync("kb");
        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(
            thrown!.Message, Is.EqualTo("The ApiKeyProvider failed (HttpRequestException): its message quotes the key, and is left out."));
        Assert.That(thrown.InnerException, Is.Null);
    }

    [Test]
    public async Task ListAsync_ProviderNeverAnswers_ThrowsTimeoutOfTheAttempt()
    {
        var clock = new TestClock();
        await using var server = ScriptedServer.Start();
        var never = new TaskCompletionSource<string>();
        using var client = new RunsClient(
            TestClients.Options(server.BaseAddress, options => (options.ApiKeyProvider, options.MaxRetries) = (_ => new ValueTask<string>(never.Task), 0)),
            timeProvider: clock);

        var call = client.ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(30)));

        await Assert.CatchAsync<KnowledgeBaseTimeoutException>(() => call);
    }

    [Test]
    public async Task ListAsync_OptionsChangedAfterwards_KeepsTheKeyItWasMadeWith()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        var options = TestClients.Options(server.BaseAddress);
        using var client = new RunsClient(options);
        options.ApiKey = "another-api-key";

        await client.ListAsync("kb");

        Assert.That(server.RequestHeads[0], Does.Contain($"X-API-Key: {TestClients.Key}"));
    }
}
