using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Soak;

if (SoakOptions.From(args) is not { } options)
{
    Console.Error.WriteLine(SoakOptions.Usage);
    return 2;
}

const int FailuresShown = 5;
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
var runs = new LivingRuns(options.Waits, options.Seed);
await using var server = new FaultyServer(runs, options.Faults, options.Seed);
var waiters = new Waiters(runs, server.Address);
await waiters.WaitAsync(limit.Token);

foreach (var failure in waiters.Failures.Take(FailuresShown))
{
    Console.WriteLine(failure.Message);
}

using var process = Process.GetCurrentProcess();
Console.WriteLine($"faults: {server.Injected}");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"waits {options.Waits}, ended {waiters.Ended}, lost {waiters.Lost}, wrong {waiters.Wrong}, requests {server.Requests}, peak memory {process.PeakWorkingSet64 / 1_000_000} MB"));
return waiters.Lost == 0 && waiters.Wrong == 0 ? 0 : 1;
