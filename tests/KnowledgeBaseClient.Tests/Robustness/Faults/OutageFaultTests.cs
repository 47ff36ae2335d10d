using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Outages of the service, and of a part of it, in the middle of a wait with the default options.</summary>
public sealed class OutageFaultTests : WaitingFixture
{
    private const int Runs = 250;

    private static readonly TimeSpan OutageTimeout = new WaitOptions().OutageTimeout;

    private static readonly OutageFault[] Faults = [.. OutageFault.All];

    [Test]
    public async Task WaitForAllAsync_OutageInMidWait_OutlivesItUnlessItIsLongerThanOutageTimeout(
        [ValueSource(nameof(Faults))] object outage, [Values(25, 60, 20 * 60)] int seconds)
    {
        var fault = (OutageFault)outage;
        var (wait, watch) = await StartAsync();
        var end = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        Service.Override = query => Clock.GetUtcNow() < end ? fault.Respond(query) : null;
        var survives = fault.IsPartial || TimeSpan.FromSeconds(seconds) < OutageTimeout;
        while (Clock.GetUtcNow() < end && !wait.IsCompleted)
        {
            await Task.WhenAny(wait, StartNextPollAsync());
            await Task.WhenAny(wait, WaitUntilIdleAsync());
        }

        SetRuns(Runs, "completed");
        await RunPollsUntilCompletedAsync(wait);

        FaultCount.Increment();
        if (survives)
        {
            Assert.That(await wait, Has.Count.EqualTo(Runs).And.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
            await watch.OrTimeout();
            return;
        }

        var failure = await CatchAsync<RunPollingException>(wait);
        Assert.That(failure.Pending, Has.Count.EqualTo(Runs));
        Assert.That(failure.LastSeen, Has.Count.EqualTo(Runs));
        Assert.That(failure.OutageTimeout, Is.EqualTo(OutageTimeout));
        await CatchAsync<RunPollingException>(watch);
    }

    private async Task<(Task<IReadOnlyList<Run>> Wait, Task Watch)> StartAsync()
    {
        SetRuns(Runs, "running");
        var wait = Client.WaitForAllAsync("kb", RunIds(Runs));
        var watch = DrainAsync(Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { RunIds = ["r1"] } }));
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        return (wait, watch);
    }

    private static async Task DrainAsync(IAsyncEnumerable<RunChange> changes)
    {
        await foreach (var _ in changes)
        {
        }
    }
}
