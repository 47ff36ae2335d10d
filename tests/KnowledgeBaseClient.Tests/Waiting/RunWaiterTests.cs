using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Which runs a wait returns, in which order, and when.</summary>
public sealed class RunWaiterTests : WaitingFixture
{
    [TestCase("completed")]
    [TestCase("failed")]
    [TestCase("stopped")]
    public async Task WaitForCompletionAsync_FinishedRun_ReturnsFullRun(string status)
    {
        Service.Set("a", status, 70, ""","output":{"x":1}""");

        var run = await Client.WaitForCompletionAsync("kb", "a").OrTimeout();

        Assert.That(run.Status.Value, Is.EqualTo(status));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"x":1}"""));
    }

    [Test]
    public async Task EnsureCompleted_RunsReturnedByWait_ThrowsForFailedOnly()
    {
        Service.Set("a", "completed");
        Service.Set("b", "failed", 30, ""","output":{"error":{"message":"no such file"}}""");

        var completed = await Client.WaitForCompletionAsync("kb", "a").OrTimeout();
        var failed = await Client.WaitForCompletionAsync("kb", "b").OrTimeout();

        Assert.That(completed.EnsureCompleted(), Is.SameAs(completed));
        Assert.That(failed.EnsureCompleted, Throws.TypeOf<RunFailedException>().With.Message.Contains("no such file"));
    }

    [Test]
    public async Task WaitForAllAsync_RunsFinishInAnotherOrder_ReturnsThemInOrderOfIds()
    {
        Service.Set("a", "running");
        Service.Set("b", "failed");
        Service.Set("c", "running");
        var wait = Client.WaitForAllAsync("kb", ["c", "a", "b"]);
        await WaitUntilIdleAsync();
        Service.Set("a", "completed");
        await RunNextPollAsync();
        Service.Set("c", "stopped");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Select(run => run.Id), Is.EqualTo((string[])["c", "a", "b"]));
    }

    [Test]
    public async Task WaitForAllAsync_DuplicateIds_RequestsAndReturnsEachOnce()
    {
        Service.Set("a", "completed");
        Service.Set("b", "completed");

        var runs = await Client.WaitForAllAsync("kb", ["b", "a", "b"]).OrTimeout();

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["b", "a"]));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=b,a"]));
    }

    [Test]
    public async Task WaitForAllAsync_NoIds_ReturnsImmediatelyWithoutRequest()
    {
        var all = Client.WaitForAllAsync("kb", []);

        Assert.That(all.IsCompleted, Is.True);
        Assert.That(await all, Is.Empty);
        Assert.That(await Consume(Client.WaitForEachAsync("kb", [])).MoveNextTask.OrTimeout(), Is.False);
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task WaitForEachAsync_RunsFinishOneByOne_YieldsEachWhenItFinishes()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var wait = Consume(Client.WaitForEachAsync("kb", ["a", "b"]));
        await WaitUntilIdleAsync();

        Service.Set("b", "failed");
        await RunNextPollAsync();
        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("b"));
        Assert.That(wait.MoveNextTask.IsCompleted, Is.False);

        Service.Set("a", "completed");
        await StartNextPollAsync();
        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("a"));
        Assert.That(await wait.MoveNextTask.OrTimeout(), Is.False);
    }

    [Test]
    public async Task WaitForEachAsync_AllRunsFinishedAndConsumerIsSlow_SendsNoMoreRequests()
    {
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var wait = Consume(Client.WaitForEachAsync("kb", ["a", "b"]));
        await wait.TakeAsync();

        Clock.Advance(OneHour);

        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("b"));
        Assert.That(await wait.MoveNextTask.OrTimeout(), Is.False);
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a,b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_UnknownStatus_KeepsWaiting()
    {
        Service.Set("a", "paused");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneHour);
        Assert.That(wait.IsCompleted, Is.False);

        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }
}
