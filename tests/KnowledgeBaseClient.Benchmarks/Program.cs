using KnowledgeBaseClient;
using KnowledgeBaseClient.Benchmarks;

try
{
    return args switch
    {
        ["ratios", .. var rest] => await RatiosCommand.RunAsync(rest),
        ["stream", .. var rest] => await StreamCommand.RunAsync(rest),
        ["micro", .. var rest] => MicroCommand.Run(rest),
        ["telemetry", .. var rest] => await TelemetryCommand.RunAsync(rest),
        ["delay", .. var rest] => await DelayCommand.RunAsync(rest),
        ["upload", .. var rest] => await UploadCommand.RunAsync(rest),
        ["simulation"] => await SimulationCommand.RunAsync(),
        ["waits", .. var rest] => await WaitsCommand.RunAsync(rest),
        [ServeCommand.Name] => await ServeCommand.RunAsync(),
        _ => WriteUsage(),
    };
}
catch (Exception failure) when (failure is KnowledgeBaseException or HttpRequestException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(failure);
    return 1;
}

static int WriteUsage()
{
    Console.Error.WriteLine(
        """
        Usage: <command>
          ratios                  Compares this library with other ways to read runs, in time and allocations.
          stream [--gigabytes N]  Reads a list of N gigabytes and reports throughput and peak memory.
          waits [--count N]       Waits for N runs on a fake clock and reports requests and allocations.
          telemetry               Measures what listeners of traces and metrics cost.
          delay [--max-runs N]    Measures in simulated time how late waits are notified, and the requests that takes.
          upload [--gigabytes N]  Uploads a file of N gigabytes and reports throughput and peak memory.
          simulation              Measures in real time what the simulator takes for an hour.
          micro                   Measures single operations in memory.
        """);
    return 2;
}
