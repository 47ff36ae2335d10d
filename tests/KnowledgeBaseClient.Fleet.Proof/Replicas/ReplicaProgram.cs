using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The process of a replica: a silo that does what its parent writes to the standard input. It ends with its parent.</summary>
internal static class ReplicaProgram
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(ReplicaSettings settings)
    {
        using var host = Build(settings);
        await host.StartAsync();
        ReplicaOutput.Report("ready", settings.Number);
        _ = Task.Run(() => FollowAsync(host));
        await host.WaitForShutdownAsync();

        // Set when the silo has failed and stops its host.
        return Environment.ExitCode;
    }

    private static IHost Build(ReplicaSettings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders()
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        builder.Services
            .AddKnowledgeBaseClient(options =>
            {
                options.ApiKey = "key-of-the-proof";
                options.BaseAddress = settings.Service;
                options.ApplicationName = $"replica-{settings.Number}/1.0";
                options.Polling.MaxEventStreams = 0;
            })
            .AddFleet(fleet => fleet.RequestsPerSecond = settings.RequestsPerSecond);
        builder.Services.AddRunCompletionHandler<ReportingHandler>(ReportingHandler.Name);
        builder.Services.AddSingleton<ReplicaCommands>();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Cluster, settings.Cluster));
            silo.ConfigureEndpoints(IPAddress.Loopback, settings.SiloPort, settings.GatewayPort);
            silo.UseStorage(settings.Storage, settings.ConnectionString);
        });
        return builder.Build();
    }

    private static async Task FollowAsync(IHost host)
    {
        var commands = host.Services.GetRequiredService<ReplicaCommands>();
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line)
        {
            _ = Task.Run(() => commands.RunAsync(line));
        }

        // The parent has stopped this replica, or has ended. A silo that cannot stop must not outlive it.
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.Delay(StopTimeout * 2);
        Environment.Exit(1);
    }
}
