using System.Net;
using KnowledgeBaseClient.Consumers.Fakes;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Languages;

/// <summary>Programs in other languages list, wait for and watch runs of a fake service on a fake clock.</summary>
[CancelAfter(60_000)]
[TestFixtureSource(typeof(ImportReportProgram), nameof(ImportReportProgram.All))]
public sealed class ImportReportTests(ImportReportProgram program)
{
    private static readonly Run Failed = new()
    {
        Id = "run-1",
        Status = RunStatus.Failed,
        Output = RawJson.Parse("""{"error":"no text found"}"""),
    };

    private readonly FastClock _clock = new();

    [Test]
    public async Task ListFailures_SeveralRuns_DescribesTheFailedOnes(CancellationToken cancellationToken)
    {
        using var service = new FakeRunsHandler(
            Failed, new Run { Id = "run-2", Status = RunStatus.Completed }, new Run { Id = "run-3", Status = RunStatus.Failed });
        using var client = CreateClient(service);

        var failures = await program.ListFailures(client, cancellationToken);

        Assert.That(failures, Is.EqualTo((string[])["run-1: no text found", "run-3: no error given"]));
    }

    [Test]
    public async Task WaitForAll_RunsFinishInTime_DescribesEveryStatus(CancellationToken cancellationToken)
    {
        Run[] finished =
        [
            Failed,
            new() { Id = "run-2", Status = RunStatus.Completed },
            new() { Id = "run-3", Status = RunStatus.AwaitingHumanFeedback },
            new() { Id = "run-4", Status = RunStatus.Stopped },
        ];
        using var service = ServiceWhere(Failed, TimeSpan.FromMinutes(45), finished[1..]);
        using var client = CreateClient(service);

        var results = await program.WaitForAll(client, [.. finished.Select(run => run.Id)], cancellationToken);

        Assert.That(
            results,
            Is.EqualTo((string[])["run-1: no text found", "run-2: imported", "run-3: a person must act", "run-4: stopped"]));
    }

    [Test]
    public async Task WaitForAll_OneRunNeverFinishes_DescribesBoth(CancellationToken cancellationToken)
    {
        using var service = new FakeRunsHandler(Failed, new Run { Id = "run-2", Status = RunStatus.Running });
        using var client = CreateClient(service);

        var results = await program.WaitForAll(client, ["run-1", "run-2"], cancellationToken);

        Assert.That(results, Is.EqualTo((string[])["run-1: no text found", "run-2: running"]));
    }

    [Test]
    public async Task WaitForFailure_RunFails_DescribesIt(CancellationToken cancellationToken)
    {
        var old = new Run { Id = "old", Status = RunStatus.Failed };
        using var service = ServiceWhere(Failed, TimeSpan.FromMinutes(10), old);
        using var client = CreateClient(service);

        Assert.That(await program.WaitForFailure(client, cancellationToken), Is.EqualTo("run-1: no text found"));
    }

    [Test]
    public void WaitForFailure_UnknownKnowledgeBase_Throws(CancellationToken cancellationToken)
    {
        using var service = new FakeRunsHandler { Status = HttpStatusCode.NotFound };
        using var client = CreateClient(service);

        Assert.That(
            () => program.WaitForFailure(client, cancellationToken),
            Throws.TypeOf<KnowledgeBaseNotFoundException>());
    }

    // One run is running until some time has passed. The others do not change.
    private FakeRunsHandler ServiceWhere(Run changing, TimeSpan after, params Run[] others)
    {
        var end = _clock.GetUtcNow() + after;
        return new FakeRunsHandler(() =>
            [_clock.GetUtcNow() < end ? new Run { Id = changing.Id, Status = RunStatus.Running } : changing, .. others]);
    }

    private RunsClient CreateClient(HttpMessageHandler service) =>
        new(new KnowledgeBaseClientOptions { ApiKey = "key-for-this-test" }, service, timeProvider: _clock);
}
