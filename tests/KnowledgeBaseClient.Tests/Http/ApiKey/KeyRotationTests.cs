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
        await using var server = ScriptedServer.Start(Reply.Status(401), Reply.Json(RunA));
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
    public async Task WaitForCompletionAsync_ProviderFailsBeforeAnythingSucceeded_ThrowsItsFailureToEachWait()
    {
        var reason = new TimeoutException("The vault does not answer.");
        CreateClient(options => options.ApiKeyProvider = _ => throw reason);
        var waits = RunIds(2).Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();

        await RunPollsUntilCompletedAsync(Task.WhenAll(waits));
        var failures = await Task.WhenAll(waits.Select(CatchAsync<InvalidOperationException>));

        Assert.That(failures, Is.Unique);
        Assert.That(failures, Is.All.Property("InnerException").SameAs(reason));
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProviderReturnsUnusableKeyBeforeAnythingSucceeded_Throws()
    {
        CreateClient(options => options.ApiKeyProvider = _ => ValueTask.FromResult(""));

        var failure = await CatchAsync<InvalidOperationException>(Client.WaitForCompletionAsync("kb", "a"));

        Assert.That(failure.Message, Does.Contain("ApiKeyProvider"));
    }

    [TestCase(4, true)]
    [TestCase(20, false)]
    public async Task WaitForCompletionAsync_ProviderFailsInMidWait_IsAnOutage(int minutes, bool survives)
    {
        var fails = false;
        CreateClient(options => options.ApiKeyProvider = _ => fails ? throw new TimeoutException() : ValueTask.FromResult("a-usable-key"));
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        fails = true;
        if (!survives)
        {
            var (failure, _) = await RunPollsUntilFailureAsync<RunPollingException>(wait);
            Assert.That(failure.InnerException, Is.TypeOf<InvalidOperationException>());
            return;
        }

        await RunPollsForAsync(TimeSpan.FromMinutes(minutes));
        fails = false;
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
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
