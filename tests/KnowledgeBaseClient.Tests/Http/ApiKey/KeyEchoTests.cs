using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>Responses that contain the API key, escaped, truncated or delayed. No exception shows it.</summary>
public sealed class KeyEchoTests
{
    // Base64, with characters that some servers escape.
    private const string Key = "c2VjcmV0/a2V5+Zm9y'PHJ1bnM<Pg==";

    private static readonly Func<char, string>[] Escapings =
    [
        c => c is '/' ? "\\/" : $"{c}",
        c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"\\u{(int)c:x4}",
        c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"%{(int)c:x2}",
        c => c is '<' ? "%3C" : $"{c}",
        c => c is '+' or '/' ? $"%{(int)c:X2}" : $"{c}",
        c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"&#{(int)c};",
        c => c is '<' ? "&lt;" : c is '\'' ? "&#x27;" : $"{c}",
        c => c is '<' ? "&lt;" : c is '\'' ? "&apos;" : c is '/' or '=' ? $"&#x{(int)c:X};" : $"{c}",
    ];

    private static IEnumerable<int> EscapingIndexes => Enumerable.Range(0, Escapings.Length);

    [TestCaseSource(nameof(EscapingIndexes))]
    public async Task ListAsync_ErrorBodyContainsEscapedKey_RedactsIt(int escaping)
    {
        var echo = string.Concat(Key.Select(Escapings[escaping]));
        await using var server = ScriptedServer.Start(Reply.Status(401, $"not accepted: {echo}, sorry"));
        using var client = TestClients.For(server, options => options.ApiKey = Key);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Body, Is.EqualTo("not accepted: ***, sorry"));
    }

    [Test]
    public async Task ListAsync_RedirectTargetContainsEscapedKey_RedactsIt()
    {
        var location = $"https://evil.example/{Key.Replace("<", "%3C")}";
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", location)));
        using var client = TestClients.For(server, options => options.ApiKey = Key);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Not.Contain("c2VjcmV0"));
    }

    [TestCase(500)]
    [TestCase(200)]
    public async Task ListAsync_TruncatedBodyEndsWithinKey_RedactsTheRest(int status)
    {
        var key = "start-" + new string('k', 1500);
        await using var server = ScriptedServer.Start(
            Reply.Status(status, string.Concat(Enumerable.Repeat(key, 100)), ("Content-Type", "text/plain")));
        using var client = TestClients.For(server, options => options.ApiKey = key);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(ObjectText.Of(thrown), Does.Not.Contain("start-"));
    }

    [Test]
    public async Task ListAsync_KeyInPlaceOfChunkLength_IsNotQuotedInHexadecimal()
    {
        await using var server = ScriptedServer.Start(
            Reply.Raw($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Key}\r\n").ThenClose());
        using var client = TestClients.For(server, options => options.ApiKey = Key);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(ObjectText.Of(thrown), Does.Not.Contain("63-32-56"));
    }

    [Test]
    public async Task ListAsync_SecondRejectionContainsBothKeys_RedactsThem()
    {
        var number = 0;
        await using var server = ScriptedServer.Start(Reply.Status(401), Reply.Status(401, "bad keys: token-1-secret, token-2-secret"));
        using var client = TestClients.For(
            server, options => options.ApiKeyProvider = _ => ValueTask.FromResult($"token-{++number}-secret"));

        var thrown = await Assert.CatchAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Body, Is.EqualTo("bad keys: ***, ***"));
    }

    [Test]
    public async Task ListAsync_DelayedResponseContainsRotatedKey_RedactsIt()
    {
        var number = 0;
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(
            [
                Reply.After(signal.Task).Then(Reply.Status(401, "bad key: token-1-secret")),
                .. Enumerable.Range(0, 20).Select(_ => Reply.Json("[]")),
                Reply.Status(401, "bad key: token-1-secret"),
            ]);
        using var client = TestClients.For(
            server, options => options.ApiKeyProvider = _ => ValueTask.FromResult($"token-{Interlocked.Increment(ref number)}-secret"));

        var first = client.ListAsync("kb");
        await server.RequestArrivedAsync(1);
        for (var i = 0; i < 20; i++)
        {
            await client.ListAsync("kb");
        }

        signal.SetResult();
        var thrown = await Assert.CatchAsync<ApiKeyRejectedException>(() => first);

        Assert.That(thrown!.Body, Is.EqualTo("bad key: ***"));
    }
}
