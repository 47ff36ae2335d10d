using System.Net;
using Autofac;
using Autofac.Extensions.DependencyInjection;
using KnowledgeBaseClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?> { ["KnowledgeBase:ApiKey"] = "example-key", ["KnowledgeBase:MaxRetries"] = "1" })
    .Build();
var services = new ServiceCollection();
services.AddKnowledgeBaseClient(configuration.GetSection("KnowledgeBase")).ConfigurePrimaryHttpMessageHandler(() => new Service());

var builder = new ContainerBuilder();
builder.Populate(services);
await using var container = builder.Build();

// The first response is a failure, which is retried once.
var run = await container.Resolve<IRunsClient>().WaitForCompletionAsync("kb", "r1");
var factory = typeof(IHttpClientFactory).Assembly.GetName();
Console.WriteLine($"Run {run.Id} {run.Status} on .NET {Environment.Version.Major} with {factory.Name} {factory.Version!.Major}.");

internal sealed class Service : HttpMessageHandler
{
    private static int _requests;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Interlocked.Increment(ref _requests) == 1
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : new HttpResponseMessage { Content = new StringContent("""[{"id":"r1","status":"completed"}]""") });
}
