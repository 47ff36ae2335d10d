using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Cluster;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

// With silos, in real time: only what the tests of the poller cannot show.
[NonParallelizable]
public sealed class FleetClusterTests
{
    private static readonly RunScript OneSecond = RunScript.Queued().Running(100, TimeSpan.FromSeconds(1)).Completed();

    [Test]
    public async Task WaitForAll_InEveryProcess_OneSiloPolls()
    {
        await using var fleet = await TestFleet.StartAsync(silos: 2);
        string[] ids = [.. Enumerable.Range(0, 20).Select(_ => fleet.Runs.AddRun(OneSecond))];

        var results = await Task.WhenAll(
            fleet.Clients.Select(client => client.WaitForAllAsync(TestFleet.KnowledgeBase, ids))).OrTimeout();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results, Has.Length.EqualTo(3));
            Assert.That(results.SelectMany(runs => runs.Select(run => run.Id)), Is.EqualTo((IEnumerable<string>)[.. ids, .. ids, .. ids]));
            Assert.That(results.SelectMany(runs => runs), Is.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
            Assert.That(fleet.Pollers, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task WatchAsync_AllRunsFromAProcessThatIsNoSilo_ReportsChangesAndNewRuns()
    {
        await using var fleet = await TestFleet.StartAsync();
        var first = fleet.Runs.AddRun(OneSecond);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var finished = new List<string>();

        await foreach (var change in fleet.Clients.Last().WatchAsync(TestFleet.KnowledgeBase, cancellationToken: limit.Token))
        {
            if (change.IsInitial)
            {
                fleet.Runs.AddRun(OneSecond, "added");
            }

            if (change.Current.Status.IsTerminal)
            {
                finished.Add(change.Current.Id);
            }

            if (finished.Count == 2)
            {
                break;
            }
        }

        Assert.That(finished, Is.EqualTo((string[])[first, "added"]));
        Assert.That(fleet.Pollers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task KillSilo_ThatPolls_WaitsOfTheOthersComplete()
    {
        await using var fleet = await TestFleet.StartAsync(silos: 2);
        var id = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)), "run-1");
        var poller = await PollingSiloAsync(fleet, id);
        var survivors = fleet.Clients.Where((_, index) => index != poller).ToList();
        var waits = survivors.ConvertAll(client => client.WaitForCompletionAsync(TestFleet.KnowledgeBase, id));

        await fleet.Cluster.KillSiloAsync(fleet.Cluster.Silos[poller]);
        fleet.Runs.SetRun(RunScript.Queued().Completed(), "run-1");

        var runs = await Task.WhenAll(waits).OrTimeout();
        Assert.That(runs, Is.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task StopSilo_ThatPolls_AnotherContinuesAtOnce()
    {
        await using var fleet = await TestFleet.StartAsync(silos: 2);
        var id = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)), "run-1");
        var poller = await PollingSiloAsync(fleet, id);
        var wait = fleet.Clients.ElementAt(1 - poller).WaitForCompletionAsync(TestFleet.KnowledgeBase, id);

        await fleet.Cluster.StopSiloAsync(fleet.Cluster.Silos[poller]);
        fleet.Runs.SetRun(RunScript.Queued().Completed(), "run-1");

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    // The first wait decides which silo polls.
    private static async Task<int> PollingSiloAsync(TestFleet fleet, string id)
    {
        using var canceled = new CancellationTokenSource();
        var wait = fleet.Clients.First().WaitForCompletionAsync(TestFleet.KnowledgeBase, id, cancellationToken: canceled.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (fleet.Pollers.Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        await canceled.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait);
        return fleet.Names.ToList().IndexOf(fleet.Pollers[0]);
    }
}
