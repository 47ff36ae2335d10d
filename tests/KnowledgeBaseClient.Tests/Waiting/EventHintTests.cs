using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Events of runs make a poll happen at once.</summary>
public sealed class EventHintTests : EventHintFixture
{
    [Test]
    public async Task Wait_FewRuns_EndsAtOnceWithFewPolls()
    {
        var runIds = Enumerable.Range(0, 4).Select(_ => KnowledgeBase.AddRun(ElevenMinutes)).ToList();

        await Client.WaitForAllAsync("kb", runIds);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Streams, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(Polls, Is.LessThanOrEqualTo(18));
    }

    [TestCase(5, 4)]
    [TestCase(1, 0)]
    public async Task Wait_MoreRunsThanStreams_OnlyPolls(int runs, int maxEventStreams)
    {
        var runIds = Enumerable.Range(0, runs).Select(_ => KnowledgeBase.AddRun(ElevenMinutes)).ToList();
        var options = new WaitOptions { Polling = new PollingOptions { MaxEventStreams = maxEventStreams } };

        await Client.WaitForAllAsync("kb", runIds, options);

        Assert.That(Streams, Is.Empty);
        Assert.That(Polls, Is.GreaterThan(15));
    }

    [Test]
    public async Task Wait_StreamsOffForTheClient_OnlyPolls()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var client = Simulator.CreateClient(options => options.Polling.MaxEventStreams = 0);

        await client.WaitForCompletionAsync("kb", runId, new WaitOptions { Polling = new PollingOptions { MaxEventStreams = 9 } });

        Assert.That(Streams, Is.Empty);
    }

    [Test]
    public async Task Wait_ProgressWanted_IsReportedForEachStateEvent()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        var percents = new List<int>();
        var options = new WaitOptions { Progress = new SynchronousProgress<RunChange>(change => percents.Add(change.Current.Progress)) };

        await Client.WaitForCompletionAsync("kb", runId, options);

        Assert.That(percents.Distinct().Count(), Is.GreaterThanOrEqualTo(10));
        Assert.That(Polls, Is.LessThanOrEqualTo(30));
    }

    [Test]
    public async Task Wait_Ends_ClosesItsStreams()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromDays(1)).Completed());
        using var canceling = new CancellationTokenSource();

        var wait = Client.WaitForCompletionAsync("kb", runId, null, canceling.Token);
        await Simulator.WaitForRequestsAsync(3).OrTimeout();
        await canceling.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait.OrTimeout());
        var requests = Simulator.RequestCount;
        await Task.Delay(TimeSpan.FromHours(1), Simulator.Clock).OrTimeout();

        Assert.That(Simulator.RequestCount, Is.LessThanOrEqualTo(requests + 1));
    }

    [Test]
    public async Task WatchOfAllRuns_HasNoStreams()
    {
        KnowledgeBase.AddRun(ElevenMinutes);

        await foreach (var change in Client.WatchAsync("kb"))
        {
            if (change.Kind == RunChangeKind.Completed)
            {
                break;
            }
        }

        Assert.That(Streams, Is.Empty);
    }
}
