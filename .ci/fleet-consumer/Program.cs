using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var simulator = new KnowledgeBaseSimulator(TimeProvider.System);
var knowledgeBase = simulator.KnowledgeBase("kb");
knowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromSeconds(1)).Completed(), "r1");

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddKnowledgeBaseClient().AddFleet();
builder.Services.AddKnowledgeBaseSimulator(simulator);
builder.Services.AddSingleton<DeliveredWaits>();
builder.Services.AddRunCompletionHandler<WriteDelivery>("write-delivery");
builder.UseOrleans(silo => silo.UseEmbeddedFleet(Path.Combine(AppContext.BaseDirectory, "waits")));
using var host = builder.Build();
await host.StartAsync();

// The durable wait and the ordinary one share the poller of the cluster.
var waits = host.Services.GetRequiredService<IDurableWaits>();
await waits.RegisterAsync(new DurableWait { Id = "w1", KnowledgeBaseId = "kb", RunIds = ["r1"], Handler = "write-delivery" });
var run = await host.Services.GetRequiredService<IRunsClient>().WaitForCompletionAsync("kb", "r1");
var delivered = await host.Services.GetRequiredService<DeliveredWaits>().First.WaitAsync(TimeSpan.FromMinutes(1));
Console.WriteLine($"Run {run.Id} {run.Status} and wait {delivered.WaitId} delivered on .NET {Environment.Version.Major}.");
await host.StopAsync();

internal sealed class DeliveredWaits
{
    private readonly TaskCompletionSource<RunCompletion> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RunCompletion> First => _first.Task;

    public void Add(RunCompletion completion) => _first.TrySetResult(completion);
}

internal sealed class WriteDelivery(DeliveredWaits delivered) : IRunCompletionHandler
{
    public Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken)
    {
        delivered.Add(completion);
        return Task.CompletedTask;
    }
}
