using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Soak;
using KnowledgeBaseClient.TestSupport;

if (SoakOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SoakOptions.Usage);
    return 2;
}

const int MaxFailuresShown = 5;
using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(options.Outage));
var outage = new Outage(options.Outage);
var runs = new SimulatedRuns(options.Waits, options.Seed, outage);
var faults = new FaultInjector(runs.Simulator, options.Faults, options.Seed);
await using var server = new LoopbackServer(faults.Respond);
var waiters = new Waiters(runs, outage, server.BaseAddress);
await Task.WhenAll(waiters.WaitAsync(timeout.Token), outage.RunAsync(server, runs));

foreach (var failure in waiters.Failures.Take(MaxFailuresShown))
{
    Console.WriteLine(failure.Message);
}

using var process = Process.GetCurrentProcess();
Console.WriteLine($"faults: {faults.Injected}");
Console.WriteLine($"requests by status: {faults.ByStatus}");
if (outage.Report is { } report)
{
    Console.WriteLine($"outage: {report}");
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"waits {options.Waits}, finished {waiters.Finished}, lost {waiters.Lost}, wrong {waiters.Wrong}, "
    + $"requests {faults.Requests}, peak memory {process.PeakWorkingSet64 / 1_000_000} MB, "
    + $"outage {options.Outage} s"));
return waiters.Lost == 0 && waiters.Wrong == 0 ? 0 : 1;
