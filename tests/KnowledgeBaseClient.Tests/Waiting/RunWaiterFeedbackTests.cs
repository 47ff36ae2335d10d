using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A wait returns a run that awaits human feedback, because nothing happens until a person acts. A watch goes on.</summary>
public sealed class RunWaiterFeedbackTests : WaitingFixture
{
    private const string AwaitingFeedback = "awaiting_human_feedback";

    [Test]
    public async Task WaitForCompletionAsync_RunAwaitsFeedback_ReturnsTheFullRun()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Set("a", AwaitingFeedback, 40, ""","output":{"question":"?"}""");
        await StartNextPollAsync();

        var run = await wait.OrTimeout();

        Assert.That(run.Status, Is.EqualTo(RunStatus.AwaitingHumanFeedback));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"question":"?"}"""));
        Assert.That(
            () => run.EnsureCompleted(),
            Throws.TypeOf<RunFailedException>().With.Message.StartsWith("Run a awaits human feedback (40 %)."));
    }

    [Test]
    public async Task WaitForAllAsync_OneRunAwaitsFeedback_KeepsWaitingForTheOthers()
    {
        Service.Set("a", AwaitingFeedback);
        Service.Set("b", "running");
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { StallTimeout = OneMinute });

        var (failure, _) = await RunPollsUntilFailureAsync<RunStalledException>(wait);

        Assert.That(failure.Pending, Is.EqualTo((string[])["b"]));
        Assert.That(Service.Queries[^1], Is.EqualTo("run_ids=b"), "The other run is not requested any more.");
    }

    [Test]
    public async Task WatchAsync_RunAwaitsFeedback_ReportsItAndGoesOn()
    {
        Service.Set("a", AwaitingFeedback);
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { RunIds = ["a"] } }));
        await watch.TakeAsync();
        await WaitUntilIdleAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
    }
}
