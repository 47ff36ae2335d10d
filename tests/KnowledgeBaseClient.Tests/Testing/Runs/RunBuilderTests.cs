using System.Text.Json;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Runs;

public sealed class RunBuilderTests
{
    [Test]
    public void Failed_WithNodeAndError_TakesOneLine()
    {
        var run = new RunBuilder("r1").Failed("no text found", node: "ocr").Build();

        Assert.That(() => run.EnsureCompleted(), Throws.TypeOf<RunFailedException>().With.Message.Contains("no text found"));
        Assert.That(run.ProgressDetails!.RemainingNodes, Is.EqualTo((string[])["ocr"]));
        Assert.That(run.Duration, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    [Test]
    public void Build_EveryStatus_HasTheValuesOfTheService()
    {
        var builder = new RunBuilder().WithNodes("a", "b", "c", "d");
        Run[] runs =
        [
            builder.Build(), builder.Queued().Build(), builder.Running(50).Build(), builder.Completed().Build(),
            builder.Failed("no", "c", 60).Build(), builder.Stopped(25).Build(), builder.AwaitingHumanFeedback(75).Build(),
            builder.WithStatus("paused", 10).Build(),
        ];

        Assert.That(runs.Select(Describe), Is.EqualTo((string[])
        [
            "queued 0 nodes 0+0+4 unfinished", "queued 0 nodes 0+0+4 unfinished", "running 50 nodes 2+1+1 unfinished",
            "completed 100 nodes 4+0+0 finished", "failed 60 nodes 2+0+2 finished", "stopped 25 nodes 1+0+3 finished",
            "awaiting_human_feedback 75 nodes 3+0+1 unfinished", "paused 10 nodes 0+0+4 unfinished",
        ]));
    }

    [Test]
    public void Build_Run_HasTheRequiredFieldsOfTheApiReference()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new RunBuilder().Completed().Build()));

        foreach (var name in (string[])["id", "group_id", "workflow_id", "input", "output", "status", "created_at"])
        {
            Assert.That(json.RootElement.TryGetProperty(name, out _), Is.True, name);
        }
    }

    [Test]
    public void StatusMethods_AfterAnother_ReplaceWhatItSet()
    {
        var run = new RunBuilder().Failed("no text", "ocr").CreatedAt(DateTimeOffset.UnixEpoch).Running(10).Build();

        Assert.That(run.FinishedAt, Is.Null);
        Assert.That(run.ErrorMessage, Is.Null);
        Assert.That(run.ProgressDetails, Is.Null);
    }

    [Test]
    public void WithStatus_TerminalStatus_IsFinished() =>
        Assert.That(new RunBuilder().WithStatus("completed", 100).Build().Duration, Is.EqualTo(TimeSpan.FromMinutes(2)));

    [Test]
    public void CreatedAt_FinishedRun_KeepsItsDuration()
    {
        var run = new RunBuilder().Completed().CreatedAt(DateTimeOffset.UnixEpoch).Build();

        Assert.That(run.FinishedAt, Is.EqualTo(DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(2)));
    }

    [Test]
    public void Arguments_Invalid_Throw()
    {
        Assert.That(() => new RunBuilder(" "), Throws.ArgumentException);
        Assert.That(() => new RunBuilder().Failed(""), Throws.ArgumentException);
        Assert.That(() => new RunBuilder().WithStatus(" "), Throws.ArgumentException);
        Assert.That(() => new RunBuilder().Running(101), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunBuilder().Stopped(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunBuilder().WithNodes("a", "a"), Throws.ArgumentException.With.Message.Contains("'a'"));
    }

    private static string Describe(Run run)
    {
        var nodes = run.ProgressDetails!;
        return $"{run.Status} {run.Progress} nodes {nodes.ExecutedNodes.Count}+{nodes.RunningNodes.Count}+{nodes.RemainingNodes.Count} "
            + (run.FinishedAt is null ? "unfinished" : "finished");
    }
}
