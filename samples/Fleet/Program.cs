using System.Globalization;
using System.Net;
using Fleet;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

if (args is ["service", var port])
{
    await Service.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

// One of several workers. run.sh sets the configuration with environment variables, such as ConnectionStrings__Redis.
var builder = Host.CreateApplicationBuilder(args);
var configuration = builder.Configuration;
builder.Services.AddKnowledgeBaseClient(configuration.GetSection("KnowledgeBase")).AddFleet();
builder.Services.AddRunCompletionHandler<IndexUpload>(IndexUpload.Name);

// Before UploadWorker: hosted services start in this order, and the worker needs the silo.
builder.UseOrleans(silo =>
{
    // The same in all workers.
    silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("fleet-sample", "fleet-sample"));

    // Different in each worker, because they share a machine.
    silo.Configure<SiloOptions>(options => options.SiloName = configuration["Silo:Name"] ?? Environment.MachineName);
    silo.ConfigureEndpoints(
        IPAddress.Loopback, configuration.GetValue("Silo:Port", 11111), configuration.GetValue("Silo:GatewayPort", 30000));

    if (configuration.GetConnectionString("Redis") is { } redis)
    {
        silo.UseRedisClustering(redis);
        silo.AddRedisGrainStorage("KnowledgeBaseFleet", options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
    }
    else
    {
        var postgres = configuration.GetConnectionString("Postgres");
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", postgres));
        silo.AddAdoNetGrainStorage("KnowledgeBaseFleet", options => (options.Invariant, options.ConnectionString) = ("Npgsql", postgres));
    }
});
builder.Services.AddHostedService<UploadWorker>();

await builder.Build().RunAsync();

// 1 after a failure of the silo, so that an orchestrator starts the worker again.
return Environment.ExitCode;
