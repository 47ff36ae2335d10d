using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Languages;

/// <summary>Programs in other languages list, wait for and watch runs of a simulator, whose clock skips time.</summary>
[CancelAfter(60_000)]
[TestFixtureSource(typeof(ImportReportProgram), nameof(ImportReportProgram.All))]
public sealed class ImportReportTests(ImportReportProgram program)
{
    private static readonly RunScript Failing = RunScript.Queued().Failed("no text found");

    private readonly KnowledgeBaseSimulator _simulator = new();

    private SimulatedKnowledgeBase KnowledgeBase => _simulator.KnowledgeBase("kb");

    [Test]
    public async Task ListFailures_SeveralRuns_DescribesTheFailedOnes(CancellationToken cancellationToken)
    {
        KnowledgeBase.AddRun(Failing, "run-1");
        KnowledgeBase.AddRun(RunScript.Queued().Completed(), "run-2");
        KnowledgeBase.AddRun(new Run { Id = "run-3", Status = RunStatus.Failed });
        using var client = _simulator.CreateClient();

        var failures = await program.ListFailures(client, cancellationToken);

        Assert.That(failures, Is.EqualTo((string[])["run-1: no text found", "run-3: no error given"]));
    }

    [Test]
    public async Task WaitForAll_RunsFinishInTime_DescribesEveryStatus(CancellationToken cancellationToken)
    {
        string[] ids =
        [
            KnowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromMinutes(45)).Failed("no text found"), "run-1"),
            KnowledgeBase.AddRun(RunScript.Queued().Completed(), "run-2"),
            KnowledgeBase.AddRun(RunScript.Queued().AwaitingHumanFeedback(), "run-3"),
            KnowledgeBase.AddRun(RunScript.Queued().Stopped(), "run-4"),
        ];
        using var client = _simulator.CreateClient();

        var results = await program.WaitForAll(client, ids, cancellationToken);

        Assert.That(
            results,
            Is.EqualTo((string[])["run-1: no text found", "run-2: imported", "run-3: a person must act", "run-4: stopped"]));
    }

    [Test]
    public async Task WaitForAll_OneRunNeverFinishes_DescribesBoth(CancellationToken cancellationToken)
    {
        KnowledgeBase.AddRun(Failing, "run-1");
        KnowledgeBase.AddRun(RunScript.Queued().Running(), "run-2");
        using var client = _simulator.CreateClient();

        var results = await program.WaitForAll(client, ["run-1", "run-2"], cancellationToken);

        Assert.That(results, Is.EqualTo((string[])["run-1: no text found", "run-2: running"]));
    }

    [Test]
    public async Task WaitForFailure_RunFails_DescribesIt(CancellationToken cancellationToken)
    {
        KnowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromMinutes(10)).Failed("no text found"), "run-1");
        KnowledgeBase.AddRun(RunScript.Queued().Failed("too large"), "old");
        using var client = _simulator.CreateClient();

        Assert.That(await program.WaitForFailure(client, cancellationToken), Is.EqualTo("run-1: no text found"));
    }

    [Test]
    public void WaitForFailure_UnknownKnowledgeBase_Throws(CancellationToken cancellationToken)
    {
        using var client = _simulator.CreateClient();

        Assert.That(
            () => program.WaitForFailure(client, cancellationToken),
            Throws.TypeOf<KnowledgeBaseNotFoundException>());
    }
}
