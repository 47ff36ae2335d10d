using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>
/// A permanent failure ends new waits immediately. Once a poll has succeeded, only three polls in a row with a rejected key or an unknown
/// knowledge base end all waits and watches.
/// </summary>
public sealed class RunPollerFatalFailureTests : WaitingFixture
{
    [TestCase(HttpStatusCode.Unauthorized, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.Forbidden, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.NotFound, typeof(KnowledgeBaseNotFoundException))]
    [TestCase(HttpStatusCode.PermanentRedirect, typeof(KnowledgeBaseApiException))]
    [TestCase(HttpStatusCode.MethodNotAllowed, typeof(KnowledgeBaseApiException))]
    public async Task WaitForCompletionAsync_PermanentFailureBeforeAnythingSucceeded_FailsImmediately(
        HttpStatusCode status, Type exceptionType)
    {
        Service.Fault = _ => status;
        var waits = RunIds(3).Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        var watch = Consume(Client.WatchAsync("kb"));

        // Those that join during the first poll are part of the second one.
        await RunPollsUntilCompletedAsync(Task.WhenAll([.. waits, watch.MoveNextTask]));
        var failures = await Task.WhenAll([.. waits.Select(CatchAsync<Exception>), CatchAsync<Exception>(watch.MoveNextTask)]);

        Assert.That(failures, Is.All.TypeOf(exceptionType));
        Assert.That(failures, Is.Unique);
    }

    [TestCase(HttpStatusCode.Unauthorized, 1)]
    [TestCase(HttpStatusCode.Unauthorized, 2)]
    [TestCase(HttpStatusCode.Forbidden, 2)]
    [TestCase(HttpStatusCode.NotFound, 2)]
    public async Task WaitForCompletionAsync_FewerThanThreeFinalFailuresInARow_KeepsWaiting(HttpStatusCode status, int failures)
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        for (var times = 0; times < 3; times++)
        {
            await RunNextPollAsync();
            for (var failed = 0; failed < failures; failed++)
            {
                Service.Fail(status);
                await RunNextPollAsync();
            }
        }

        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_JoinsWhileTheKeyIsRotated_KeepsWaiting()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.Unauthorized);
        var joined = Client.WaitForCompletionAsync("kb", "b");
        await RunNextPollAsync();
        await RunNextPollAsync();

        Assert.That((await joined.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForAllAsync_FinalFailureForOneRequestOfEveryPoll_IsAnOutageOfItsRuns()
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (1, 1));
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.NotFound : null;
        var unaffected = Client.WaitForCompletionAsync("kb", "a");
        var failing = Client.WaitForCompletionAsync("kb", "b");
        await WaitUntilIdleAsync();
        await RunPollsForAsync(TimeSpan.FromMinutes(6));

        var failure = await CatchAsync<RunPollingException>(failing);
        Assert.That(failure.InnerException, Is.TypeOf<KnowledgeBaseNotFoundException>());
        Assert.That(unaffected.IsCompleted, Is.False);
    }

    [TestCase(HttpStatusCode.Unauthorized, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.Forbidden, typeof(ApiKeyRejectedException))]
    [TestCase(HttpStatusCode.NotFound, typeof(KnowledgeBaseNotFoundException))]
    public async Task WaitForCompletionAsync_ThreeFinalFailuresInARow_FailsAllWaitsAndWatches(
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
        await RunNextPollAsync();
        await RunNextPollAsync();
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
        Assert.That(Service.Queries, Has.Count.EqualTo(queriesBefore + (3 * 2)), "A list, then one request by ids.");
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
            Assert.That((await CatchAsync<InvalidOperationException>(wait)).InnerException, WaitingClients.IsCopyOf(unexpected));
        }

        pollerThrows = false;
        Service.Set("c", "completed");
        Assert.That((await Client.WaitForCompletionAsync("kb", "c").OrTimeout()).Id, Is.EqualTo("c"));
    }
}
