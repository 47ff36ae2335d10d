using System.Net;
using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>After a 401, the provider is asked once more, and another key is tried once.</summary>
public sealed class KeyRotationTests : WaitingFixture
{
    private const string RunA = """[{"id":"a","status":"completed"}]""";

    private static readonly string[] CallNames = [.. ClientCalls.Names];

    [Test]
    public async Task Call_ProviderReturnsAnotherKeyAfterA401_SucceedsWithIt([ValueSource(nameof(CallNames))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(401), ClientCalls.ReplyTo(call, RunA));
        using var client = Create(server, "api-key-1", "api-key-2");

        await ClientCalls.All[call](client, CancellationToken.None).OrTimeout();

        Assert.That(KeysSent(server), Is.EqualTo((string[])["api-key-1", "api-key-2"]));
    }

    [Test]
    public async Task ListAsync_ProviderReturnsTheSameKey_ThrowsAfterOneRequest()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401));
        using var client = Create(server, "api-key-1", "api-key-1");

        await CatchAsync<ApiKeyRejectedException>(client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_OtherKeyIsRejectedToo_ThrowsAfterTwoRequests()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401), Reply.Status(401, "second"));
        using var client = Create(server, "api-key-1", "api-key-2", "api-key-3");

        var failure = await CatchAsync<ApiKeyRejectedException>(client.ListAsync("kb"));

        Assert.That(failure.Body, Is.EqualTo("second"));
        Assert.That(KeysSent(server), Is.EqualTo((string[])["api-key-1", "api-key-2"]));
    }

    [Test]
    public async Task ListAsync_ProviderFailsAfterA401_ThrowsTheRejection()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401));
        using var client = Create(server, "api-key-1");

        await CatchAsync<ApiKeyRejectedException>(client.ListAsync("kb"));
    }

    [Test]
    public async Task ListAsync_403_DoesNotAskTheProviderAgain()
    {
        await using var server = ScriptedServer.Start(Reply.Status(403));
        using var client = Create(server, "api-key-1", "api-key-2");

        await CatchAsync<ApiKeyRejectedException>(client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_FixedKeyIsRejected_ThrowsAfterOneRequest()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401));
        using var client = TestClients.For(server);

        await CatchAsync<ApiKeyRejectedException>(client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_CanceledWhileTheProviderIsAskedAgain_DisposesTheRejection()
    {
        var isAskedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        CreateClient(options => options.ApiKeyProvider = async token =>
        {
            if (++asked == 2)
            {
                isAskedAgain.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            return "api-key-1";
        });
        using var body = new MemoryStream();
        Service.Override = _ => new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StreamContent(body) };
        using var cancellation = new CancellationTokenSource();
        var list = Client.ListAsync("kb", cancellationToken: cancellation.Token);
        await isAskedAgain.Task.OrTimeout();

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(list);

        Assert.That(body.CanRead, Is.False);
    }

    // The provider fails when there is no key left.
    private static RunsClient Create(ScriptedServer server, params string[] keys)
    {
        var left = new Queue<string>(keys);
        return TestClients.For(server, options => options.ApiKeyProvider = _ => ValueTask.FromResult(left.Dequeue()));
    }

    private static IEnumerable<string> KeysSent(ScriptedServer server) => server.RequestTexts.Select(text =>
        text.Split("\r\n").Single(line => line.StartsWith("X-API-Key: ", StringComparison.Ordinal))["X-API-Key: ".Length..]);
}
