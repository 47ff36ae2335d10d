using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>One invalid id does not fail the other ids of its request, and rate limits starve no run.</summary>
public sealed class PollRequestsTests : WaitingFixture
{
    [TestCase(HttpStatusCode.UnprocessableEntity)]
    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.RequestUriTooLong)]
    public async Task WaitForCompletionAsync_IdThatTheServiceRejectsInARequestOfMany_FailsOnlyItsWait(HttpStatusCode status)
    {
        SetRuns(98, "completed");
        Service.Set("other", "running");
        Service.Fault = query => IdsInQuery(query).Contains("invalid") ? status : null;
        _ = Client.WaitForCompletionAsync("kb", "other");
        await WaitUntilIdleAsync();
        var invalid = Client.WaitForCompletionAsync("kb", "invalid", new WaitOptions { OutageTimeout = OneMinute });
        var valid = Client.WaitForAllAsync("kb", RunIds(98));
        await StartNextPollAsync();

        Assert.That(await valid.OrTimeout(), Has.Count.EqualTo(98));
        var (failure, _) = await RunPollsUntilFailureAsync<RunPollingException>(invalid);
        Assert.That(((KnowledgeBaseApiException)failure.InnerException!).StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task WaitForCompletionAsync_OnlyAnInvalidId_ThrowsAtOnce()
    {
        Service.Fault = _ => HttpStatusCode.UnprocessableEntity;

        await CatchAsync<InvalidRequestException>(Client.WaitForCompletionAsync("kb", "invalid"));

        Assert.That(Service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForAllAsync_EveryRequestIsRejected_LimitsTheRequests()
    {
        Service.Fault = _ => HttpStatusCode.BadRequest;

        await CatchAsync<KnowledgeBaseApiException>(Client.WaitForAllAsync("kb", RunIds(100)));

        Assert.That(Service.Queries, Has.Count.EqualTo(65));
    }

    [Test]
    public async Task WaitForAllAsync_ResponseTooLarge_IsRequestedInParts()
    {
        CreateClient(options => options.MaxResponseBytes = 3_000);
        foreach (var id in RunIds(4))
        {
            Service.Set(id, "completed", 100, $$""","input":{"text":"{{new string('x', 1_000)}}"}""");
        }

        Assert.That(await Client.WaitForAllAsync("kb", RunIds(4)).OrTimeout(), Has.Count.EqualTo(4));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=r1,r2,r3,r4", "run_ids=r1,r2", "run_ids=r3,r4"]));
    }

    [Test]
    public async Task WaitForAllAsync_RequestRefused_GoesFirstInTheNextPoll()
    {
        LimitToOneIdAndOneRequestAtATime();
        foreach (var id in RunIds(4))
        {
            // Not in a list by status, so that every poll requests by ids.
            Service.Set(id, "paused");
        }

        _ = Client.WaitForAllAsync("kb", RunIds(4));
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        var refused = false;
        Service.Fault = query => query == "run_ids=r2" && !refused && (refused = true) ? HttpStatusCode.TooManyRequests : null;
        var stopped = await RunNextPollAsync();
        var next = (await RunPacedPollAsync(4)).Select(query => IdsInQuery(query)[0]);

        Assert.That(stopped, Is.EqualTo((string[])["run_ids=r1", "run_ids=r2"]));
        Assert.That(next, Is.EqualTo((string[])["r2", "r3", "r4", "r1"]));
    }

    [Test]
    public async Task WaitForAllAsync_RequestRefused_SpacesOutTheRequestsOfTheNextPoll()
    {
        LimitToOneIdAndOneRequestAtATime();
        Service.Set("r1", "paused");
        Service.Set("r2", "paused");
        _ = Client.WaitForAllAsync("kb", RunIds(2));
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.TooManyRequests);
        await RunNextPollAsync();
        Clock.Advance(await NextPollDelayAsync());
        await Service.RequestedAsync(4);
        var spacing = await NextPollDelayAsync();
        var requestsBefore = Service.Queries.Count;
        Clock.Advance(spacing);
        await Service.RequestedAsync(5);

        Assert.That(requestsBefore, Is.EqualTo(4));
        Assert.That(spacing, Is.EqualTo(TimeSpan.FromSeconds(1)), "The next interval of 2 s, divided by two requests.");
    }

    [TestCase(3)]
    [TestCase(1)]
    public async Task WaitForAllAsync_FewerRequestsAllowedThanAPollNeeds_LearnsOfEveryRun(int allowed)
    {
        LimitToOneIdAndOneRequestAtATime();
        var left = 0;
        Service.Fault = _ => left-- > 0 ? null : HttpStatusCode.TooManyRequests;
        SetRuns(20, "completed");

        var wait = Client.WaitForAllAsync("kb", RunIds(20), new WaitOptions { OutageTimeout = OneHour });
        while (!wait.IsCompleted)
        {
            left = allowed;
            await Task.WhenAny(wait, StartNextPollAsync());
            await Task.WhenAny(wait, WaitUntilIdleAsync());
        }

        Assert.That(await wait, Has.Count.EqualTo(20));
    }

    private void LimitToOneIdAndOneRequestAtATime() =>
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (1, 1));

    // Runs a poll whose requests are spaced out, and returns its queries.
    private async Task<IReadOnlyList<string>> RunPacedPollAsync(int requests)
    {
        var before = Service.Queries.Count;
        while (Service.Queries.Count < before + requests)
        {
            Clock.Advance(await NextPollDelayAsync());
            await WaitUntilIdleAsync();
        }

        return [.. Service.Queries.Skip(before)];
    }
}
