using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>An answer that asks for patience, or forbids any request, is the last of its poll, and is remembered.</summary>
public sealed class HeldBackTests : WaitingFixture
{
    private static readonly string[] FourIds = ["a", "b", "c", "d"];

    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "60")]
    public async Task WaitForAllAsync_AnswerAsksForPatience_SendsNothingMoreInThatPoll(HttpStatusCode status, string? retryAfter)
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (2, 1));
        Service.Fail(status, retryAfter);

        _ = Client.WaitForAllAsync("kb", FourIds);
        await WaitUntilIdleAsync();

        Assert.That(Service.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForAllAsync_KeyRejected_SendsNothingMoreInThatPoll([Values(1, 2)] int idsPerRequest)
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (idsPerRequest, 1));
        Service.Fail(HttpStatusCode.Unauthorized);

        await CatchAsync<ApiKeyRejectedException>(Client.WaitForAllAsync("kb", FourIds));

        Assert.That(Service.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceAskedForPatienceBeforeEveryoneLeft_WaitsForIt()
    {
        Service.Set("a", "completed");
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        using var source = new CancellationTokenSource();
        var first = Client.WaitForCompletionAsync("kb", "a", cancellationToken: source.Token);
        await WaitUntilIdleAsync();
        await source.CancelAsync();
        await CatchAsync<OperationCanceledException>(first);

        var second = Client.WaitForCompletionAsync("kb", "a");
        var pause = await NextPollDelayAsync();
        var requestsBefore = Service.Requests.Count;
        Clock.Advance(pause);
        await second;

        Assert.That(pause, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(requestsBefore, Is.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_SomeoneElseCameFirst_IsPolledOutsideTheirContext()
    {
        var ambient = new AsyncLocal<string?> { Value = "the first caller's" };
        string? seen = "nothing";
        Service.FailWith(() =>
        {
            seen = ambient.Value;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""[{"id":"a","status":"failed"}]""") };
        });

        await Client.WaitForCompletionAsync("kb", "a");

        Assert.That(seen, Is.Null);
    }
}
