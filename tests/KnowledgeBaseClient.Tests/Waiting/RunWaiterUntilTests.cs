using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.Until"/> ends a wait before the run reaches a terminal status.</summary>
public sealed class RunWaiterUntilTests : WaitingFixture
{
    private const string AwaitingFeedback = "awaiting_human_feedback";

    [Test]
    public async Task WaitForCompletionAsync_UntilReturnsTrue_ReturnsFullRun()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = run => run.Status.Value == AwaitingFeedback });
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Service.Set("a", AwaitingFeedback, 40, ""","output":{"question":"?"}""");
        await StartNextPollAsync();

        var run = await wait.OrTimeout();

        Assert.That(run.Status.Value, Is.EqualTo(AwaitingFeedback));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"question":"?"}"""));
        Assert.That(Service.Queries, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilNeverReturnsTrue_ReturnsRunWithTerminalStatus()
    {
        Service.Set("a", "failed");

        var run = await Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = _ => false }).OrTimeout();

        Assert.That(run.Status, Is.EqualTo(RunStatus.Failed));
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilOfAnotherWaitReturnsTrue_KeepsWaiting()
    {
        Service.Set("a", "running");
        var withoutUntil = Client.WaitForCompletionAsync("kb", "a");
        var withUntil = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Until = run => run.Progress >= 50 });
        await WaitUntilIdleAsync();
        Service.Set("a", "running", 60);
        await RunNextPollAsync();

        Assert.That((await withUntil.OrTimeout()).Progress, Is.EqualTo(60));
        Assert.That(withoutUntil.IsCompleted, Is.False);
        Service.Set("a", "completed", 100);
        await StartNextPollAsync();
        Assert.That((await withoutUntil.OrTimeout()).Progress, Is.EqualTo(100));
    }

    [Test]
    public async Task WaitForEachAsync_RunVanishesAfterUntilReturnedTrue_IsNotMissing()
    {
        Service.Set("a", "completed");
        Service.Set("b", "running");
        Service.Set("c", "running");
        var options = new WaitOptions { Until = run => run.Status.Value == AwaitingFeedback };
        var wait = Consume(Client.WaitForEachAsync("kb", ["a", "b", "c"], options));
        await wait.TakeAsync();
        Service.Set("b", AwaitingFeedback);
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
