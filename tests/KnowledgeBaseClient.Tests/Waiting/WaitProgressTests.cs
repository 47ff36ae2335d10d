using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.OverallProgress"/> receives the progress of all runs of a wait together.</summary>
public sealed class WaitProgressTests : WaitingFixture
{
    private readonly List<WaitProgress> _reports = [];

    [Test]
    public async Task WaitForAllAsync_OverallProgress_CountsTheRunsByStatusAfterEachPoll()
    {
        Service.Set("r1", "completed", 100);
        Service.Set("r2", "running", 40);
        Service.Set("r3", "queued");
        Service.Set("r4", "awaiting_human_feedback", 20);
        var afterFirstPoll = new WaitProgress
        {
            Total = 4,
            Completed = 1,
            Running = 1,
            Queued = 1,
            AwaitingHumanFeedback = 1,
            Percent = 60,
        };
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wait = Client.WaitForAllAsync("kb", RunIds(4), Recording(progress =>
        {
            if (progress == afterFirstPoll)
            {
                reported.TrySetResult();
            }
        }));
        await reported.Task.OrTimeout();
        await WaitUntilIdleAsync();
        Service.Set("r2", "failed", 60);
        Service.Set("r3", "stopped");
        await StartNextPollAsync();
        await wait.OrTimeout();

        Assert.That(_reports[^1], Is.EqualTo(
            new WaitProgress { Total = 4, Completed = 1, Failed = 1, Stopped = 1, AwaitingHumanFeedback = 1, Percent = 100 }));
    }

    [Test]
    public async Task WaitForCompletionAsync_SteadyProgress_EstimatesTheTimeLeft()
    {
        var options = Recording();
        options.Polling = FixedInterval(TimeSpan.FromSeconds(10));
        Service.Set("a", "running", 10);
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        for (var progress = 20; progress <= 90; progress += 10)
        {
            await RunNextPollAsync();
            Service.Set("a", "running", progress);
        }

        Service.Set("a", "completed");
        await RunPollsUntilCompletedAsync(wait);

        Assert.That(_reports.Select(report => report.TimeLeft).OfType<TimeSpan>(), Is.Not.Empty.And.Ordered.Descending);
        Assert.That(_reports[^1].TimeLeft, Is.Null);
    }

    [Test]
    public async Task WaitForCompletionAsync_OverallProgressThrows_EndsThisWaitOnly()
    {
        Service.Set("a", "running");
        var failure = new InvalidOperationException("The handler failed.");
        var options = new WaitOptions { OverallProgress = new SynchronousProgress<WaitProgress>(_ => throw failure) };
        var other = Client.WaitForCompletionAsync("kb", "a");

        var thrown = await CatchAsync<InvalidOperationException>(RunAsync());

        Assert.That(thrown, Is.SameAs(failure));
        Assert.That(other.IsCompleted, Is.False);

        async Task RunAsync()
        {
            var wait = Client.WaitForCompletionAsync("kb", "a", options);
            await RunPollsUntilCompletedAsync(wait);
            await wait;
        }
    }

    [Test]
    public void Serialize_Progress_UsesSnakeCase() =>
        Assert.That(
            JsonSerializer.Serialize(new WaitProgress { Total = 2, Percent = 12.5, TimeLeft = TimeSpan.FromSeconds(3) }),
            Does.StartWith("""{"total":2,""").And.Contain("\"percent\":12.5,\"time_left\":\"00:00:03\""));

    [Test]
    public void SynchronousProgress_NullHandler_Throws() =>
        Assert.That(() => new SynchronousProgress<int>(null!), Throws.ArgumentNullException);

    private WaitOptions Recording(Action<WaitProgress>? onReport = null) => new()
    {
        OverallProgress = new SynchronousProgress<WaitProgress>(progress =>
        {
            _reports.Add(progress);
            onReport?.Invoke(progress);
        }),
    };
}
