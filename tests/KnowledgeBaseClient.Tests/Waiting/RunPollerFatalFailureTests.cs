using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A rejected key, an unknown knowledge base or a bug in the poller ends all waits and watches immediately.</summary>
public sealed class RunPollerFatalFailureTests : WaitingFixture
{
    [TestCase(HttpStatusCode.Unauthorized, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.Forbidden, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.NotFound, typeof(KnowledgeBaseNotFoundException))]
    public async Task WaitForCompletionAsync_KeyRejectedOrKnowledgeBaseNotFound_FailsAllWaitsImmediately(
        HttpStatusCode status, Type exceptionType)
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a"), Client.WaitForAllAsync("kb", ["a", "b"]) };
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();
        await watch.TakeAsync(2);
        waits.Add(watch.MoveNextTask);

        var queriesBefore = Service.Queries.Count;
        Service.Fault = _ => status;
        await StartNextPollAsync();

        var failures = new List<KnowledgeBaseApiException>();
        foreach (var wait in waits)
        {
            failures.Add(await CatchAsync<KnowledgeBaseApiException>(wait));
        }

        Assert.That(failures, Is.All.TypeOf(exceptionType));
        Assert.That(failures, Is.Unique);
        Assert.That(failures.Select(failure => failure.Message).Distinct().Count(), Is.EqualTo(1));
        Assert.That(failures.Select(failure => (failure.StatusCode, failure.Path)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Service.Queries, Has.Count.EqualTo(queriesBefore + 1));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollerThrowsUnexpectedly_FailsAllWaitsAndNextWaitCompletes()
    {
        var unexpected = new InvalidOperationException("A bug in the poller.");
        var pollerThrows = false;
        CreateClient(random: () => pollerThrows ? throw unexpected : 0.5);
        Service.Set("a", "running");
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a"), Client.WaitForAllAsync("kb", ["a", "b"]) };
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();
        await watch.TakeAsync();
        waits.Add(watch.MoveNextTask);

        pollerThrows = true;
        await StartNextPollAsync();

        foreach (var wait in waits)
        {
            Assert.That((await CatchAsync<InvalidOperationException>(wait)).InnerException, Is.SameAs(unexpected));
        }

        pollerThrows = false;
        Service.Set("c", "completed");
        Assert.That((await Client.WaitForCompletionAsync("kb", "c").OrTimeout()).Id, Is.EqualTo("c"));
    }
}
