using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The log of the polls: each at Debug, failures as warnings, and the recovery as information.</summary>
public sealed class PollLogTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_PollFails_LogsNumberOfRequestsAndReason()
    {
        using var logs = new CapturedLogs();
        CreateClient(loggerFactory: logs);
        Service.Fail(HttpStatusCode.ServiceUnavailable);

        var failure = await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));

        Assert.That(
            logs.Texts,
            Has.Some.EqualTo($"Requests failed in a poll of knowledge base kb: 1. First failure: {failure.InnerException!.Message}"));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollsSucceedAgain_LogsTheRecoveryOnce()
    {
        using var logs = new CapturedLogs();
        CreateClient(loggerFactory: logs);
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        for (var poll = 0; poll < 4; poll++)
        {
            await RunNextPollAsync();
        }

        Assert.That(
            logs.Texts.Where(text => text.StartsWith("Polling of knowledge base", StringComparison.Ordinal)).Distinct(),
            Has.Some.EqualTo("Polling of knowledge base kb works again after polls with failed requests: 2."));
        Assert.That(logs.Texts, Has.Some.EqualTo("Poll 1 of knowledge base kb is complete. Requests: 1. Runs received: 1."));
    }
}
