using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// With silos, in real time: only what the tests of the shard cannot show.
[NonParallelizable]
public sealed class DurableWaitsTests
{
    [Test]
    public async Task Register_FromClient_DeliversFinishedRunOnce()
    {
        await using var fleet = await TestFleet.StartAsync();
        var run = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromMilliseconds(500)).Running().Completed());

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fleet.RegisterAsync("wait-1", run)));

        var completion = await fleet.Calls.NextAsync();
        await fleet.UntilAsync(waits => waits.Count == 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Count(isNew => isNew), Is.EqualTo(1));
            Assert.That(completion.Runs.Single().Id, Is.EqualTo(run));
            Assert.That(completion.KnowledgeBaseId, Is.EqualTo(TestFleet.KnowledgeBase));
            Assert.That(fleet.Calls.Count, Is.EqualTo(1));
            Assert.That(string.Concat(fleet.Rows.Values.Values), Does.Not.Contain(KnowledgeBaseSimulator.DefaultApiKey));
        }
    }

    [Test]
    public async Task List_AndCancel_FromClient_SeeStoredWaits()
    {
        await using var fleet = await TestFleet.StartAsync();
        var run = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => fleet.RegisterAsync($"wait-{i}", run, timeout: TimeSpan.FromDays(1))));

        var waits = await fleet.ListAsync();
        var isCanceled = await fleet.Waits.CancelAsync(TestFleet.KnowledgeBase, "wait-7");
        var isCanceledAgain = await fleet.Waits.CancelAsync(TestFleet.KnowledgeBase, "wait-7");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(waits.Select(wait => wait.WaitId), Is.EquivalentTo(Enumerable.Range(0, 40).Select(i => $"wait-{i}")));
            Assert.That(waits.Select(wait => wait.Phase), Is.All.EqualTo(DurableWaitPhase.Waiting));
            Assert.That(waits.Select(wait => wait.Deadline - wait.RegisteredAt), Is.All.EqualTo(TimeSpan.FromDays(1)));
            Assert.That(isCanceled, Is.True);
            Assert.That(isCanceledAgain, Is.False);
            Assert.That(await fleet.ListAsync(), Has.Count.EqualTo(39));
        }
    }

    [Test]
    public async Task Register_RunIsMissing_DeliversRunNotFound()
    {
        await using var fleet = await TestFleet.StartAsync();
        _ = fleet.Runs;

        await fleet.RegisterAsync("wait-1", "missing");

        Assert.That((await fleet.Calls.NextAsync()).Failure, Is.TypeOf<RunNotFoundException>());
    }

    [Test]
    public async Task KillSilo_AllWaits_AreDeliveredByAnother()
    {
        await using var fleet = await TestFleet.StartAsync(silos: 2);
        var run = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)), "run-1");
        string[] ids = [.. Enumerable.Range(0, 30).Select(i => $"wait-{i}")];
        await Task.WhenAll(ids.Select(id => fleet.RegisterAsync(id, run)));

        await fleet.Cluster.KillSiloAsync(fleet.Cluster.Silos[1]);
        fleet.Runs.SetRun(RunScript.Queued().Completed(), "run-1");

        List<string> delivered = [];
        while (delivered.Count < ids.Length)
        {
            delivered.Add((await fleet.Calls.NextAsync()).WaitId);
        }

        Assert.That(delivered.Distinct(), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task RestartCluster_AllWaits_AreDeliveredWithoutAnyCall()
    {
        var rows = new StorageRows();
        string[] ids = [.. Enumerable.Range(0, 30).Select(i => $"wait-{i}")];
        await using (var first = await TestFleet.StartAsync(rows: rows))
        {
            var run = first.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)), "run-1");
            await Task.WhenAll(ids.Select(id => first.RegisterAsync(id, run)));
            await first.Cluster.KillSiloAsync(first.Cluster.Silos[0]);
        }

        await using var second = await TestFleet.StartAsync(rows: rows);
        second.Runs.AddRun(RunScript.Queued().Completed(), "run-1");

        List<string> delivered = [];
        while (delivered.Count < ids.Length)
        {
            delivered.Add((await second.Calls.NextAsync()).WaitId);
        }

        Assert.That(delivered, Is.EquivalentTo(ids));
    }

    [Test]
    public async Task Register_StorageFails_ThrowsAndRecovers()
    {
        await using var fleet = await TestFleet.StartAsync();
        var run = fleet.Runs.AddRun(RunScript.Queued(TimeSpan.FromHours(1)));
        fleet.Rows.Failure = new IOException("the disk is full");

        var failure = await Assert.ThrowsAsync<FleetUnavailableException>(() => fleet.RegisterAsync("wait-1", run));
        fleet.Rows.Failure = null;

        Assert.That(failure!.Message, Does.EndWith("Reason: the disk is full.").And.Contain("Retry later"));
        await UntilRegisteredAsync(fleet, run);
        Assert.That(await fleet.ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AnyCall_StorageCannotBeRead_ThrowsFleetUnavailable()
    {
        await using var fleet = await TestFleet.StartAsync();
        fleet.Rows.Failure = new IOException("the disk is gone");

        var failure = await Assert.ThrowsAsync<FleetUnavailableException>(() => fleet.ListAsync());

        Assert.That(failure!.Message, Does.EndWith("Reason: the disk is gone."));
    }

    [Test]
    public async Task AnyCall_InvalidOrCanceled_ThrowsBeforeItIsSent()
    {
        await using var fleet = await TestFleet.StartAsync();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        var silo = fleet.Cluster.GetSiloServiceProvider(fleet.Cluster.Silos[0].SiloAddress).GetRequiredService<IDurableWaits>();

        await Assert.ThrowsAsync<ArgumentException>(() => fleet.RegisterAsync("", "run-1"));
        await Assert.ThrowsAsync<ArgumentException>(() => silo.CancelAsync("", "wait-1"));
        Assert.Throws<ArgumentException>(() => silo.ListAsync(" "));
        var failure = await Assert.ThrowsAsync<OperationCanceledException>(
            () => silo.CancelAsync(TestFleet.KnowledgeBase, "wait-1", canceled.Token));
        Assert.That(failure!.CancellationToken, Is.EqualTo(canceled.Token));
    }

    // The failed activation may still be ending.
    private static async Task UntilRegisteredAsync(TestFleet fleet, string run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                await fleet.RegisterAsync("wait-1", run);
                return;
            }
            catch (FleetUnavailableException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
    }
}
