using Autofac;
using Autofac.Extensions.DependencyInjection;
using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?> { ["KnowledgeBase:ApiKey"] = "example-key", ["KnowledgeBase:MaxRetries"] = "1" })
    .Build();
var services = new ServiceCollection();
services.AddKnowledgeBaseClient(configuration.GetSection("KnowledgeBase"));

var simulator = new KnowledgeBaseSimulator();
simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(TimeSpan.FromHours(1)).Completed(), "r1");
services.AddKnowledgeBaseSimulator(simulator);

var builder = new ContainerBuilder();
builder.Populate(services);
await using var container = builder.Build();

// A poll fails, and the next one succeeds.
simulator.Faults.Next(503);
var run = await container.Resolve<IRunsClient>().WaitForCompletionAsync("kb", "r1");
var factory = typeof(IHttpClientFactory).Assembly.GetName();
Console.WriteLine($"Run {run.Id} {run.Status} on .NET {Environment.Version.Major} with {factory.Name} {factory.Version!.Major}.");
