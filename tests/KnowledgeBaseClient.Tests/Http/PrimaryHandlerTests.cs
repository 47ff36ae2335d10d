using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Handlers that applications put around the client's, or under it.</summary>
public sealed class PrimaryHandlerTests
{
    [Test]
    public async Task ListAsync_OuterHandlerLooksWhileTheRequestIsUnderWay_NeverSeesTheKey()
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(Reply.After(signal.Task).Then(Reply.Json("[]")));
        using var slow = new LooksMeanwhile(server.RequestArrivedAsync(1));
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = ("test-api-key", server.BaseAddress))
            .AddHttpMessageHandler(() => slow);
        await using var provider = services.BuildServiceProvider();

        var call = provider.GetRequiredService<IRunsClient>().ListAsync("kb");
        var seen = await slow.Seen;
        signal.SetResult();
        await call;

        Assert.That(server.RequestHeads.Single(), Does.Contain("X-API-Key: test-api-key"));
        Assert.That(seen, Does.Contain("Accept").And.Not.Contain("test-api-key"));
    }

    [Test]
    public async Task ListAsync_OuterHandlerGivesUpByItself_IsNoCancellation()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var impatient = new GivesUp();
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(
            options => (options.ApiKey, options.BaseAddress, options.MaxRetries) = ("test-api-key", server.BaseAddress, 0))
            .AddHttpMessageHandler(() => impatient);
        await using var provider = services.BuildServiceProvider();

        await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => provider.GetRequiredService<IRunsClient>().ListAsync("kb"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task ListAsync_HandlerCannotDecompressTheAnswer_ThrowsInvalidResponseException(string encoding)
    {
        await using var server = ScriptedServer.Start(Reply.Status(200, TestClients.Runs("not compressed"), ("Content-Encoding", encoding)));
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new RunsClient(TestClients.Options(server.BaseAddress, options => options.MaxRetries = 0), handler);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf<InvalidResponseException>());
        Assert.That(thrown!.Message, Does.Contain("decompress"));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task ListAsync_HandlerCannotDecompressAnErrorsBody_IsStillThatError(string encoding)
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "not compressed", ("Content-Encoding", encoding)));
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new RunsClient(TestClients.Options(server.BaseAddress), handler);

        await Assert.CatchAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));
    }

    private sealed class LooksMeanwhile(Task underWay) : DelegatingHandler
    {
        private readonly TaskCompletionSource<string> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Seen => _seen.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = base.SendAsync(request, cancellationToken);
            await underWay;
            _seen.SetResult($"{request}");
            return await answer;
        }
    }

    private sealed class GivesUp : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromMilliseconds(50));
            return await base.SendAsync(request, limit.Token);
        }
    }
}
