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
using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
var runs = new SimulatedRuns(options.Waits, options.Seed);
var faults = new FaultInjector(runs.List, options.Faults, options.Seed);
await using var server = new LoopbackServer(faults.Respond);
var waiters = new Waiters(runs, server.BaseAddress);
await waiters.WaitAsync(timeout.Token);

foreach (var failure in waiters.Failures.Take(MaxFailuresShown))
{
    Console.WriteLine(failure.Message);
}

using var process = Process.GetCurrentProcess();
Console.WriteLine($"faults: {faults.Injected}");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"waits {options.Waits}, finished {waiters.Finished}, lost {waiters.Lost}, wrong {waiters.Wrong}, "
    + $"requests {faults.Requests}, peak memory {process.PeakWorkingSet64 / 1_000_000} MB"));
return waiters.Lost == 0 && waiters.Wrong == 0 ? 0 : 1;
