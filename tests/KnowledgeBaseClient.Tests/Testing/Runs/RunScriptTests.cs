using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Runs;

/// <summary>What the service lists about a scripted run at any time.</summary>
public sealed class RunScriptTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private readonly SimulationClock _clock = new(skipsTime: false);
    private readonly SimulatedKnowledgeBase _knowledgeBase;

    public RunScriptTests() => _knowledgeBase = new KnowledgeBaseSimulator(_clock).KnowledgeBase("kb");

    private Run? Listed => _knowledgeBase.Runs.SingleOrDefault();

    [Test]
    public void Phases_InTurn_AreListedAtTheirTimes()
    {
        _knowledgeBase.AddRun(RunScript.Queued(OneMinute).Running(to: 60, over: 2 * OneMinute).Completed(RawJson.Parse("""{"pages":3}""")));

        Assert.That(DescribeEvery(OneMinute / 2, 8), Is.EqualTo((string[])
        [
            "queued 0", "queued 0", "running 0", "running 15", "running 30", "running 45", "completed 100", "completed 100",
        ]));
        Assert.That(Listed!.Output.Text, Is.EqualTo("""{"pages":3}"""));
        Assert.That(Listed.Duration, Is.EqualTo(3 * OneMinute));
    }

    [Test]
    public void Nodes_OfSeveralPhases_RunOneAfterTheOther()
    {
        _knowledgeBase.AddRun(RunScript.Queued(OneMinute)
            .Running(to: 50, over: 2 * OneMinute, nodes: ["load", "ocr"])
            .Running(to: 100, over: OneMinute, nodes: ["embed"])
            .Completed());

        Assert.That(DescribeEvery(OneMinute, 5, NodesOf), Is.EqualTo((string[])
        [
            "- | - | load ocr embed", "- | load | ocr embed", "load | ocr | embed", "load ocr | embed | -", "load ocr embed | - | -",
        ]));
    }

    [Test]
    public void Failed_WithNode_NamesBothAndKeepsTheProgress()
    {
        _knowledgeBase.AddRun(RunScript.Queued().Running(to: 60, over: OneMinute, nodes: ["load", "ocr"]).Failed("no \"text\"", "ocr"));
        _clock.Advance(OneMinute);

        Assert.That((Listed!.Status, Listed.Progress), Is.EqualTo((RunStatus.Failed, 60)));
        Assert.That(Listed.ErrorMessage, Is.EqualTo("no \"text\""));
        Assert.That(Listed.Output.Text, Does.Contain("\"node_id\":\"ocr\""));
        Assert.That(NodesOf(Listed), Is.EqualTo("load | - | ocr"));
        Assert.That(Listed.FinishedAt, Is.EqualTo(_clock.GetUtcNow()));
    }

    [TestCase("stopped", ExpectedResult = "stopped 30 True")]
    [TestCase("awaiting_human_feedback", ExpectedResult = "awaiting_human_feedback 30 False")]
    [TestCase("paused", ExpectedResult = "paused 30 False")]
    public string OtherEnds_AfterProgress_KeepIt(string status)
    {
        var script = RunScript.Queued().Running(to: 30);
        _knowledgeBase.AddRun(status switch
        {
            "stopped" => script.Stopped(),
            "paused" => script.WithStatus("paused"),
            _ => script.AwaitingHumanFeedback(),
        });

        return $"{Describe(Listed)} {Listed!.FinishedAt is not null}";
    }

    [Test]
    public void Unlisted_Vanished_AreNotListed()
    {
        _knowledgeBase.AddRun(RunScript.Unlisted(OneMinute).Running(to: 10, over: OneMinute).Vanished().For(OneMinute).Completed());

        Assert.That(DescribeEvery(OneMinute, 4), Is.EqualTo((string[])["none", "running 0", "none", "completed 100"]));
    }

    [Test]
    public void Requeued_CompletedFor_RunsGoBack()
    {
        _knowledgeBase.AddRun(RunScript.Queued()
            .Running(to: 80, over: OneMinute).Requeued(OneMinute).Completed().For(OneMinute).Running(to: 50, over: 2 * OneMinute));

        Assert.That(
            DescribeEvery(OneMinute, 6),
            Is.EqualTo((string[])["running 0", "queued 0", "completed 100", "running 100", "running 75", "running 50"]));
        Assert.That(Listed!.FinishedAt, Is.Null);
    }

    [Test]
    public void Requeued_NodesThatRanBefore_RunAgain()
    {
        _knowledgeBase.AddRun(RunScript.Queued()
            .Running(to: 80, over: OneMinute, nodes: ["load", "ocr"]).Requeued(OneMinute)
            .Running(to: 80, over: OneMinute, nodes: ["load", "ocr"]).Failed("no text", "embed"));

        Assert.That(
            DescribeEvery(OneMinute / 2, 7, NodesOf),
            Is.EqualTo((string[])
            [
                "- | load | ocr embed", "load | ocr | embed", "- | - | load ocr embed", "- | - | load ocr embed",
                "- | load | ocr embed", "load | ocr | embed", "load ocr | - | embed",
            ]));
    }

    [Test]
    public void Progress_AtEachPercent_IsExact()
    {
        _knowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromSeconds(100)));

        Assert.That(
            DescribeEvery(TimeSpan.FromSeconds(1), 101), Is.EqualTo(Enumerable.Range(0, 101).Select(percent => $"running {percent}")));
    }

    [Test]
    public void Durations_BeyondTheEndOfTime_NeverEnd()
    {
        _knowledgeBase.AddRun(RunScript.Queued(TimeSpan.MaxValue).Running(over: TimeSpan.MaxValue).Completed());
        _clock.Advance(TimeSpan.FromDays(1_000));

        Assert.That(Describe(Listed), Is.EqualTo("queued 0"));
    }

    [Test]
    public void Running_AtTheEnd_NeverEnds()
    {
        _knowledgeBase.AddRun(RunScript.Queued().Running(to: 40, over: OneMinute, nodes: ["load", "ocr"]));
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.That(Describe(Listed), Is.EqualTo("running 40"));
        Assert.That(NodesOf(Listed!), Is.EqualTo("load | ocr | -"));
    }

    [Test]
    public void NextPhase_AfterOneWithoutEnd_ThrowsAndNamesTheSolution()
    {
        Assert.That(
            () => RunScript.Queued().Completed().Stopped(),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "The phase 'completed' never ends: call For(duration) before the next phase."));
        Assert.That(() => RunScript.Queued().Vanished().Stopped(), Throws.InvalidOperationException.With.Message.Contains("'vanished'"));
    }

    [Test]
    public void Arguments_Invalid_Throw()
    {
        var script = RunScript.Queued();

        Assert.That(() => RunScript.Queued(-OneMinute), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RunScript.Unlisted(-OneMinute), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => script.Running(101), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => script.Running(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => script.Running(over: -OneMinute), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => script.Running(nodes: ["a", "a"]), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => script.Running(nodes: ["a"]).Running(nodes: ["a"]), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => script.Running(nodes: [" "]), Throws.ArgumentException);
        Assert.That(() => script.Failed(" "), Throws.ArgumentException);
        Assert.That(() => script.WithStatus(""), Throws.ArgumentException);
        Assert.That(() => script.For(-OneMinute), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Methods_OnAScript_LeaveItUnchanged()
    {
        var start = RunScript.Queued(OneMinute);
        _ = start.Running(over: OneMinute).Completed();

        Assert.That(start.ToString(), Is.EqualTo("queued for 00:01:00"));
        Assert.That(
            start.Running(over: OneMinute).Vanished().ToString(),
            Is.EqualTo("queued for 00:01:00, running for 00:01:00, not listed"));
    }

    private static string Describe(Run? run) => run is null ? "none" : $"{run.Status} {run.Progress}";

    private static string NodesOf(Run run) => run.ProgressDetails is not { } details
        ? "none"
        : string.Join(" | ", new[] { details.ExecutedNodes, details.RunningNodes, details.RemainingNodes }
            .Select(nodes => nodes.Count == 0 ? "-" : string.Join(' ', nodes)));

    private List<string> DescribeEvery(TimeSpan interval, int times, Func<Run, string>? describe = null)
    {
        var found = new List<string>();
        for (var i = 0; i < times; i++)
        {
            found.Add(describe is null ? Describe(Listed) : describe(Listed!));
            _clock.Advance(interval);
        }

        return found;
    }
}
