using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>HttpClient writes no log entries for this client unless the application brings its logger back.</summary>
public sealed class HttpClientLoggingTests
{
    [Test]
    public async Task ListAsync_HttpClientLogger_WritesOnlyIfTheApplicationAddsIt([Values] bool isAdded)
    {
        using var logs = new CapturedLogs(minimum: LogLevel.Information);
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var builder = services.AddKnowledgeBaseClient(options =>
            (options.ApiKey, options.BaseAddress) = (TestClients.Key, server.BaseAddress));
        if (isAdded)
        {
            builder.AddDefaultLogger();
        }

        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(logs.Texts, isAdded ? Has.Some.Contains("HTTP request") : Is.Empty);
    }
}
