using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Each knowledge base has its own poller.</summary>
public sealed class PollerRegistryTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_DifferentKnowledgeBases_PollsEachSeparately()
    {
        Service.Set("a", "completed");

        await Task.WhenAll(Client.WaitForCompletionAsync("kb1", "a"), Client.WaitForCompletionAsync("kb2", "a")).OrTimeout();

        Assert.That(Service.Paths, Is.EquivalentTo((string[])["/v1/knowledge-bases/kb1/runs", "/v1/knowledge-bases/kb2/runs"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_AnotherKnowledgeBaseHangs_Completes()
    {
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.Set("a", "completed");
        var hanging = Client.WaitForCompletionAsync("kb1", "a");
        await Service.RequestedAsync(1);
        Service.Gate = Task.CompletedTask;

        await Client.WaitForCompletionAsync("kb2", "a").OrTimeout();

        Assert.That(hanging.IsCompleted, Is.False);
        gate.SetResult();
        await hanging.OrTimeout();
    }

    [Test]
    public async Task WaitForCompletionAsync_StoppedPollerReceivedRetryAfter_NextPollerHonorsIt()
    {
        Service.Set("a", "completed");
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        using var cancellation = new CancellationTokenSource();
        var first = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await WaitUntilIdleAsync();
        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(first);

        var second = Client.WaitForCompletionAsync("kb", "a");
        var delay = await NextPollDelayAsync();
        var queriesBefore = Service.Queries.Count;
        Clock.Advance(delay);
        await second;

        Assert.That(delay, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(queriesBefore, Is.EqualTo(1));
    }
}
