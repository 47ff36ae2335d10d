using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>What ends a wait well, and what it gives then.</summary>
public sealed class WaitFailureTests : WaitingFixture
{
    private const string Awaiting = "awaiting_human_feedback";

    [TestCase("completed")]
    [TestCase("failed")]
    [TestCase("stopped")]
    public async Task WaitForCompletionAsync_RunThatHasEnded_IsReturnedWhateverItsEnd(string status)
    {
        Service.Set("a", status, 70, ""","output":{"x":1}""");

        var run = await Client.WaitForCompletionAsync("kb", "a").OrTimeout();

        Assert.That(run.Status.Value, Is.EqualTo(status));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"x":1}"""));
    }

    [Test]
    public async Task WaitForCompletionAsync_EnsureCompleted_ThrowsForTheFailedOnly()
    {
        Service.Set("a", "completed");
        Service.Set("b", "failed", 30, ""","output":{"error":{"message":"no such file"}}""");

        var completed = await Client.WaitForCompletionAsync("kb", "a").OrTimeout();
        var failed = await Client.WaitForCompletionAsync("kb", "b").OrTimeout();

        Assert.That(completed.EnsureCompleted(), Is.SameAs(completed));
        Assert.That(failed.EnsureCompleted, Throws.TypeOf<RunFailedException>().With.Message.Contains("no such file"));
    }

    [Test]
    public async Task WaitForAllAsync_RunsThatEndInAnotherOrder_AreReturnedInTheOrderOfTheirIds()
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
    public async Task WaitForEachAsync_RunsThatEndOneByOne_AreGivenAsTheyEnd()
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
    public async Task WaitForEachAsync_ReaderWhoTakesHisTimeWhenAllHaveEnded_CostsNoMoreRequests()
    {
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var wait = Consume(Client.WaitForEachAsync("kb", ["a", "b"]));
        await wait.TakeAsync();

        await StartNextPollAsync();
        await Clock.DisarmedAsync();
        Clock.Advance(OneHour);

        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("b"));
        Assert.That(await wait.MoveNextTask.OrTimeout(), Is.False);
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a,b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_UnknownStatus_IsNoEnd()
    {
        Service.Set("a", Awaiting);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneHour);
        Assert.That(wait.IsCompleted, Is.False);

        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_Until_EndsTheWaitWithTheRunInFull()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = run => run.Status.Value == Awaiting });
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Service.Set("a", Awaiting, 40, ""","output":{"question":"?"}""");
        await StartNextPollAsync();

        var run = await wait.OrTimeout();

        Assert.That(run.Status.Value, Is.EqualTo(Awaiting));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"question":"?"}"""));
        Assert.That(Service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilThatIsNeverMet_EndsWithATerminalStatus()
    {
        Service.Set("a", "failed");

        var run = await Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = _ => false }).OrTimeout();

        Assert.That(run.Status, Is.EqualTo(RunStatus.Failed));
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilOfOneWait_IsNoEndForAnother()
    {
        Service.Set("a", "running");
        var plain = Client.WaitForCompletionAsync("kb", "a");
        var until = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = run => run.Progress >= 50 });
        await WaitUntilIdleAsync();
        Service.Set("a", "running", 60);
        await RunNextPollAsync();

        Assert.That((await until.OrTimeout()).Progress, Is.EqualTo(60));
        Assert.That(plain.IsCompleted, Is.False);
        Service.Set("a", "completed", 100);
        await StartNextPollAsync();
        Assert.That((await plain.OrTimeout()).Progress, Is.EqualTo(100));
    }

    [Test]
    public async Task WaitForEachAsync_RunVanishesAfterUntilHasEndedIt_IsNotMissing()
    {
        Service.Set("a", "completed");
        Service.Set("b", "running");
        Service.Set("c", "running");
        var options = new WaitOptions { Until = run => run.Status.Value == Awaiting };
        var wait = Consume(Client.WaitForEachAsync("kb", ["a", "b", "c"], options));
        await wait.TakeAsync();
        Service.Set("b", Awaiting);
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Service.Remove("b");
        await RunNextPollAsync();

        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("b"));
        var last = wait.MoveNextTask;
        await RunPollsForAsync(OneHour);
        Service.Set("c", "completed");
        await StartNextPollAsync();

        Assert.That(await last.OrTimeout(), Is.True);
    }
}
