using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The log of the polls: each at Debug, an outage as warnings at growing intervals, and the recovery as information.</summary>
public sealed class PollTelemetryTests : WaitingFixture
{
    private static readonly WaitOptions NoLimit = new() { OutageTimeout = Timeout.InfiniteTimeSpan };

    private readonly CapturedLogs _logs = new();

    [SetUp]
    public void CaptureLogs() => CreateClient(loggerFactory: _logs);

    [TearDown]
    public void DisposeLogs() => _logs.Dispose();

    [Test]
    public async Task WaitForCompletionAsync_PollFails_LogsTheReasonBeforeTheWaitEnds()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable);

        var failure = await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));

        Assert.That(
            Logged("A poll of"),
            Is.EqualTo((string[])
            [
                "A poll of knowledge base kb failed at least in part. Polls that failed in a row: 1, for 00:00:00. "
                    + $"Reason: {failure.InnerException!.Message} Polling continues. The next warning follows after 00:01:00 at the "
                    + "earliest.",
            ]));
    }

    [Test]
    public async Task WaitForCompletionAsync_LongOutage_WarnsAtGrowingIntervals()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a", NoLimit);
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;

        await RunPollsForAsync(OneHour);

        // After 0, 1, 3, 7, 15 and 31 minutes.
        Assert.That(Logged("A poll of"), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task WaitForCompletionAsync_AnotherWaitInTheSameOutage_DoesNotWarnAgain()
    {
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        for (var wait = 0; wait < 3; wait++)
        {
            // A wait that joins the poller of the previous one, just before it stops, gets the next poll.
            await RunPollsUntilFailureAsync<RunPollingException>(
                Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));
        }

        Assert.That(Logged("A poll of"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollsSucceedAgain_LogsTheRecoveryOnce()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        for (var poll = 0; poll < 4; poll++)
        {
            await RunNextPollAsync();
        }

        var recovery = Logged("Polling of").Single();
        Assert.That(recovery, Does.StartWith("Polling of knowledge base kb works again. Polls that had failed in a row: 2, for 00:00:0"));
    }

    [Test]
    public async Task WaitForCompletionAsync_EveryPoll_IsLoggedAtItsStartAndItsEnd()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Assert.That(
            Logged("Poll 1 of"),
            Is.EqualTo((string[])
            [
                "Poll 1 of knowledge base kb starts. Runs awaited: 1. All runs requested: False.",
                "Poll 1 of knowledge base kb is complete. Requests: 1. Failed: 0. Runs received: 1. Runs changed: 1. Bytes received: "
                    + "44. Next poll in 00:00:01.",
            ]));
    }

    // The captured texts also have the structure of each entry, in several lines.
    private List<string> Logged(string start) =>
    [
        .. _logs.Texts
            .Where(text => text.StartsWith(start, StringComparison.Ordinal) && !text.AsSpan().ContainsAny('\n', '{'))
            .Distinct(),
    ];
}
