using System.Text.RegularExpressions;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The log events of waits and calls: how each wait ended, and what the service returned that is not known.</summary>
public sealed partial class WaitTelemetryTests : WaitingFixture
{
    private readonly CapturedLogs _logs = new();

    [SetUp]
    public void CaptureLogs() => CreateClient(loggerFactory: _logs);

    [TearDown]
    public void DisposeLogs() => _logs.Dispose();

    [Test]
    public async Task WaitForAllAsync_RunsFinish_LogsTheirNumberByStatus()
    {
        Service.Set("a", "completed");
        Service.Set("b", "failed");
        Service.Set("c", "stopped");
        Service.Set("d", "awaiting_human_feedback");

        await Client.WaitForAllAsync("kb", ["a", "b", "c", "d"]);

        Assert.That(
            Ends(), Is.EqualTo((string[])["finished after 00:00:00. Completed: 1. Failed: 1. Stopped: 1. Other: 1."]));
    }

    [Test]
    public async Task WaitForEachAsync_CallerStopsReading_LogsWhatIsLeft()
    {
        Service.Set("a", "completed");
        Service.Set("b", "running");

        await foreach (var run in Client.WaitForEachAsync("kb", ["a", "b"]))
        {
            break;
        }

        Assert.That(
            Ends(),
            Is.EqualTo((string[])
            [
                "ended early after 00:00:00: the caller ended it. Completed: 1. Failed: 0. Stopped: 0. Other: 0. Not finished: 1.",
            ]));
    }

    [Test]
    public async Task WaitForCompletionAsync_TimesOut_LogsTheReason()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Timeout = OneHour });
        await WaitUntilIdleAsync();

        Clock.Advance(OneHour);
        await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(
            Ends().Single(), Does.StartWith("ended early after 01:00:00: RunWaitTimeoutException.").And.EndWith("Not finished: 1."));
    }

    [Test]
    public async Task WaitForCompletionAsync_CallbackFails_LogsThat()
    {
        Service.Set("a", "running");
        var options = new WaitOptions { Until = _ => throw new InvalidOperationException("A bug of the application.") };

        await CatchAsync<InvalidOperationException>(Client.WaitForCompletionAsync("kb", "a", options));

        Assert.That(Ends().Single(), Does.StartWith("ended early after 00:00:00: a callback failed."));
    }

    [Test]
    public async Task WaitForCompletionAsync_CanceledBeforeItBegins_LogsTheReason()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await CatchAsync<OperationCanceledException>(Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token));

        Assert.That(Ends().Single(), Does.StartWith("ended early after 00:00:00: OperationCanceledException."));
    }

    [Test]
    public async Task WatchAsync_Ends_LogsNothing()
    {
        Service.Set("a", "completed");

        await foreach (var change in Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { RunIds = ["a"] } }))
        {
        }

        Assert.That(Ends(), Is.Empty);
    }

    [Test]
    public async Task ListAsync_UnknownStatus_WarnsOncePerStatus()
    {
        Service.Set("a", "new status");
        Service.Set("b", "new status");
        Service.Set("c", @"another\nstatus");

        await Client.ListAsync("kb");
        await Client.ListSummariesAsync("kb");

        Assert.That(_logs.Texts, Has.Some.StartsWith("Knowledge base kb has a run with the status 'new status', which"));
        Assert.That(_logs.Texts.Count(text => text == nameof(CallEvents.UnknownStatus)), Is.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_Debug_LogsTheRequestWithItsPath()
    {
        await Client.ListAsync("a b");

        Assert.That(_logs.Texts, Has.Some.EqualTo("Attempt 1: GET /v1/knowledge-bases/a%20b/runs"));
    }

    // The ends of waits, without the number of the wait, which counts over all tests.
    private List<string> Ends() =>
    [
        .. _logs.Texts
            .Select(text => End().Match(text))
            .Where(match => match.Success)
            .Select(match => match.Groups["end"].Value)
            .Distinct(),
    ];

    [GeneratedRegex(@"^Wait \d+ for runs of knowledge base kb (?<end>[^\n{]*)$")]
    private static partial Regex End();
}
