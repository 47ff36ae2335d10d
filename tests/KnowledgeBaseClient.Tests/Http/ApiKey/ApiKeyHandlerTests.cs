using KnowledgeBaseClient.Tests.Security.KeyLeaks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>The API key is sent to the service, and is visible neither in logs nor to the handlers of the application.</summary>
public sealed class ApiKeyHandlerTests
{
    private const string Key = SecretKey.Text;

    [Test]
    public async Task ListAsync_TraceLogging_DoesNotLogApiKey()
    {
        var clock = new TestClock();
        using var logs = new CapturedLogs();
        await using var server = ScriptedServer.Start(Reply.Status(503, Key), Reply.Json(RunsJson.Running("a")));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        AddClient(services, server);
        await using var provider = services.BuildServiceProvider();

        var call = provider.GetRequiredService<IRunsClient>().ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(10)));
        await call;

        Assert.That(logs.Texts, Has.Some.StartsWith("Attempt 1 for knowledge base kb failed."));
        Assert.That(logs.Texts, Has.Some.Contains("Accept"), "HttpClient logs request headers at Trace level.");
        SecretKey.AssertAbsentFrom(string.Join("\n", logs.Texts), "the logs");
    }

    [Test]
    public async Task ListAsync_OuterHandler_DoesNotSeeApiKey()
    {
        var texts = new List<string>();
        using var recorder = new InterceptingHandler(async (request, next, cancellationToken) =>
        {
            texts.Add(ObjectText.Of(request));
            var response = await next(request, cancellationToken);
            texts.Add(ObjectText.Of(response));
            return response;
        });
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        var services = new ServiceCollection();
        AddClient(services, server).AddHttpMessageHandler(() => recorder);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(texts, Has.Count.EqualTo(2));
        SecretKey.AssertAbsentFrom(string.Join("\n", texts), "an outer handler");
        Assert.That(server.RequestTexts.Single(), Does.Contain(Key));
    }

    [Test]
    public async Task ListAsync_OuterHandlerReadsRequestWhileItIsSent_DoesNotSeeApiKey()
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(Reply.After(signal.Task).Then(Reply.Json("[]")));
        var requestText = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var observer = new InterceptingHandler(async (request, next, cancellationToken) =>
        {
            var sending = next(request, cancellationToken);
            await server.RequestArrivedAsync(1);
            requestText.SetResult($"{request}");
            return await sending;
        });
        var services = new ServiceCollection();
        AddClient(services, server).AddHttpMessageHandler(() => observer);
        await using var provider = services.BuildServiceProvider();

        var call = provider.GetRequiredService<IRunsClient>().ListAsync("kb");
        var textWhileSent = await requestText.Task;
        signal.SetResult();
        await call;

        Assert.That(server.RequestTexts.Single(), Does.Contain($"X-API-Key: {Key}"));
        Assert.That(textWhileSent, Does.Contain("Accept").And.Not.Contain(Key));
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, ScriptedServer server) =>
        services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = (Key, server.BaseAddress)).AddDefaultLogger();
}
