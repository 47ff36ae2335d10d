using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Polling;

/// <summary>What a replica and the poller of its cluster tell each other, also when calls fail.</summary>
public sealed class FleetPollerTests : FleetPollerFixture
{
    [Test]
    public async Task Watch_PollerMoves_ReportsEachChangeOnce()
    {
        Service.Set("a", "running", 10);
        Service.Set("b", "running", 10);
        var watch = Consume(Replica.WatchAsync("kb"));
        await watch.TakeAsync(2);
        await WaitUntilIdleAsync();

        Grain.Move();
        Service.Set("a", "running", 20);
        Service.Remove("b");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        var changes = await watch.TakeAsync(2);
        await RunNextPollAsync();

        Assert.That(changes.Select(change => (change.Current.Id, change.Kind)), Is.EquivalentTo(new[]
        {
            ("a", RunChangeKind.Progressed),
            ("b", RunChangeKind.Vanished),
        }));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task Waits_ResponseOfThePreviousPollerComesLate_ReceiveTheirRuns()
    {
        SetRuns(2, "running");
        var first = Replica.WaitForCompletionAsync("kb", "r1");
        await WaitUntilIdleAsync();
        for (var poll = 0; poll < 3; poll++)
        {
            await RunNextPollAsync();
        }

        Grain.MoveUnnoticed();
        var second = Replica.WaitForCompletionAsync("kb", "r2");
        await RunNextPollAsync();
        SetRuns(2, "completed");
        await RunPollsUntilCompletedAsync(Task.WhenAll(first, second), OneMinute);

        Assert.That(((await first).Id, (await second).Id), Is.EqualTo(("r1", "r2")));
    }

    [Test]
    public async Task Wait_MissingRunAfterThePollerHasMoved_EndsWithItsLimit()
    {
        Service.Set("a", "running");
        _ = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();

        Grain.MoveUnnoticed();
        var missing = Replica.WaitForCompletionAsync("kb", "b", new WaitOptions { MissingGrace = TimeSpan.FromSeconds(30) });

        var (failure, _) = await RunPollsUntilFailureAsync<RunNotFoundException>(missing);
        Assert.That(failure.RunIds, Is.EqualTo((string[])["b"]));
    }

    [Test]
    public async Task Wait_JoinsWhileTheLastResultOfAPollerIsUnderWay_IsServedByTheNextPoller()
    {
        SetRuns(2, "completed");
        var gate = new TaskCompletionSource();
        Fleet.Gate = gate.Task;
        var first = Replica.WaitForCompletionAsync("kb", "r1");
        await StartNextPollAsync();
        await Clock.DisarmedAsync();

        var second = Replica.WaitForCompletionAsync("kb", "r2");
        gate.SetResult();

        await RunPollsUntilCompletedAsync(Task.WhenAll(first, second), OneMinute);
        Assert.That(((await first).Id, (await second).Id), Is.EqualTo(("r1", "r2")));
    }

    [Test]
    public async Task Wait_ClientOfTheSiloThatPollsIsDisposed_ContinuesWithTheNextPoller()
    {
        Service.Set("a", "running");
        using var silo = CreateServices();
        Fleet.Silo = silo;
        var wait = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Fleet.Silo = null;
        Grain.MoveUnnoticed();
        silo.Dispose();
        Service.Set("a", "completed");
        await RunPollsUntilCompletedAsync(wait, OneMinute);

        Assert.That((await wait).Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task Wait_ResponseIsLost_LosesNoResult()
    {
        SetRuns(5, "completed");
        var wait = Replica.WaitForAllAsync("kb", RunIds(5));
        Grain.LoseResponses(3);

        await RunPollsUntilCompletedAsync(wait);

        Assert.That((await wait).Select(run => run.Id), Is.EqualTo(RunIds(5)));
    }

    [Test]
    public async Task Wait_LargeRuns_ArriveInSeveralResponses()
    {
        CreateReplica(InProcessFleet.Unlimited with { MaxResponseBytes = 10_000 });
        var output = new string('x', 3_000);
        foreach (var id in RunIds(20))
        {
            Service.Set(id, "completed", 100, $$""","output":{"text":"{{output}}"}""");
        }

        var runs = await Replica.WaitForAllAsync("kb", RunIds(20)).OrTimeout();

        Assert.That(runs.Select(run => run.Output.ToString()), Is.All.Contain(output));
        Assert.That(Grain.Messages.Max(message => message.Length), Is.LessThan(20_000));
        Assert.That(Service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wait_RunThatHasNotFinished_IsSentAsSummary()
    {
        Service.Set("a", "running", 10, $$""","output":"{{new string('x', 100_000)}}" """);
        _ = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();

        Assert.That(Grain.Messages.Sum(message => message.Length), Is.LessThan(3_000));
    }

    [Test]
    public async Task Wait_ManyPollsWithoutAChange_SendNoRun()
    {
        SetRuns(100, "running");
        _ = Replica.WaitForAllAsync("kb", RunIds(100));
        await WaitUntilIdleAsync();
        var messages = Grain.Messages.Count;
        await RunNextPollAsync();

        Assert.That(Grain.Messages.Skip(messages).Max(message => message.Length), Is.LessThan(300));
    }

    [Test]
    public async Task DropExpired_ReplicaDoesNotAskAnyMore_PollerStops()
    {
        CreateReplica(InProcessFleet.Unlimited with { Lease = TimeSpan.FromSeconds(30), MaxWait = TimeSpan.FromSeconds(5) });
        Service.Set("a", "running");
        _ = Replica.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Fleet.Failure = new TimeoutException("the replica is gone");
        Clock.Advance(TimeSpan.FromSeconds(5));
        await WaitUntilIdleAsync();
        Assert.That(Grain.Hub.ReplicaCount, Is.EqualTo(1));

        Clock.Advance(TimeSpan.FromSeconds(31));
        Grain.Hub.DropExpired();
        Replica.Dispose();

        Assert.That(Grain.Hub.ReplicaCount, Is.Zero);
        await Clock.DisarmedAsync();
    }

    [Test]
    public async Task Wait_ServiceRepeatsTheKey_NoMessageContainsIt()
    {
        Service.Override = _ => new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest)
        {
            Content = new StringContent($$"""{"detail":"the key {{TestClients.Key}} is odd"}"""),
        };

        var failure = await CatchAsync<KnowledgeBaseApiException>(Replica.WaitForCompletionAsync("kb", "a"));

        Assert.That(failure.Detail, Does.Contain("is odd"));
        Assert.That(Grain.Messages.Select(Encoding.UTF8.GetString), Is.All.Not.Contain(TestClients.Key));
    }

    [Test]
    public async Task Waits_EndOneAfterTheOther_HubForgetsTheReplica()
    {
        Service.Set("a", "completed");
        await Replica.WaitForCompletionAsync("kb", "a").OrTimeout();
        await Replica.WaitForCompletionAsync("kb", "a").OrTimeout();

        await Clock.DisarmedAsync();
        await UntilAsync(() => Grain.Hub.ReplicaCount == 0);
    }
}
