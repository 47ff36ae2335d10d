using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing;

public sealed class SimulatedKnowledgeBaseTests
{
    private readonly SimulationClock _clock = new(skipsTime: false);
    private readonly KnowledgeBaseSimulator _simulator;

    public SimulatedKnowledgeBaseTests() => _simulator = new KnowledgeBaseSimulator(_clock);

    private SimulatedKnowledgeBase KnowledgeBase => _simulator.KnowledgeBase("kb");

    [Test]
    public void AddRun_WithoutId_ReturnsADifferentIdForEach()
    {
        var ids = Enumerable.Range(0, 20).Select(_ => KnowledgeBase.AddRun(RunScript.Queued())).ToList();

        Assert.That(ids, Is.Unique);
        Assert.That(KnowledgeBase.Runs.Select(run => run.Id), Is.EqualTo(ids));
    }

    [Test]
    public void AddRun_IdExists_ThrowsAndKeepsTheRun()
    {
        KnowledgeBase.AddRun(RunScript.Queued().Completed(), "r1");

        Assert.That(
            () => KnowledgeBase.AddRun(RunScript.Queued(), "r1"), Throws.ArgumentException.With.Message.Contains("SetRun to replace"));
        Assert.That(KnowledgeBase.Runs.Single().Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public void AddRun_WithARun_KeepsItsOtherValues()
    {
        var run = new RunBuilder("r1").OfWorkflow("contracts").Build() with { Meta = RawJson.Parse("""{"by":"me"}""") };

        KnowledgeBase.AddRun(run, RunScript.Queued().Completed());

        var listed = KnowledgeBase.Runs.Single();
        Assert.That((listed.WorkflowName, listed.Meta.Text), Is.EqualTo(("contracts", """{"by":"me"}""")));
        Assert.That(listed.CreatedAt, Is.EqualTo(_clock.GetUtcNow()));
    }

    [Test]
    public void AddRun_StartsLater_IsCreatedThen()
    {
        KnowledgeBase.AddRun(RunScript.Queued(), startsAfter: TimeSpan.FromMinutes(10));
        var start = _clock.GetUtcNow();

        Assert.That(KnowledgeBase.Runs, Is.Empty);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(KnowledgeBase.Runs.Single().CreatedAt, Is.EqualTo(start + TimeSpan.FromMinutes(10)));
    }

    [Test]
    public void SetRun_ExistingRun_IsReplacedAtItsPlaceAndStartsNow()
    {
        KnowledgeBase.AddRun(RunScript.Queued(), "r1");
        KnowledgeBase.AddRun(new RunBuilder("r2").Completed().Build());
        _clock.Advance(TimeSpan.FromHours(1));

        KnowledgeBase.SetRun(RunScript.Queued(TimeSpan.FromMinutes(1)).Failed("no text"), "r1");
        KnowledgeBase.SetRun(new RunBuilder("r2").Stopped().Build());

        Assert.That(Describe(), Is.EqualTo("r1 queued, r2 stopped"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(Describe(), Is.EqualTo("r1 failed, r2 stopped"));
    }

    [Test]
    public void RemoveRun_ExistingRun_IsNotListedAndCanBeAddedAgainAtTheEnd()
    {
        KnowledgeBase.AddRun(RunScript.Queued(), "r1");
        KnowledgeBase.AddRun(RunScript.Queued(), "r2");

        Assert.That((KnowledgeBase.RemoveRun("r1"), KnowledgeBase.RemoveRun("r1")), Is.EqualTo((true, false)));
        Assert.That(Describe(), Is.EqualTo("r2 queued"));
        KnowledgeBase.AddRun(RunScript.Queued(), "r1");
        Assert.That(Describe(), Is.EqualTo("r2 queued, r1 queued"));
    }

    [Test]
    public async Task AddRandomRuns_SameSeed_GivesTheSameRunsWithinTheTime()
    {
        var within = TimeSpan.FromHours(1);
        Dictionary<string, int> seeds = new() { ["a"] = 7, ["b"] = 7, ["c"] = 8 };
        foreach (var (id, seed) in seeds)
        {
            _simulator.KnowledgeBase(id).AddRandomRuns(200, within, seed);
        }

        var atFirst = _simulator.KnowledgeBase("a").Runs.Count;
        await _clock.AdvanceAsync(within / 2);
        var half = DescribeRuns("a");
        Assert.That(DescribeRuns("b"), Is.EqualTo(half));
        Assert.That(DescribeRuns("c"), Is.Not.EqualTo(half));
        Assert.That(atFirst, Is.LessThan(200), "some runs are not listed at first");
        Assert.That(half.Select(run => run.Split(' ')[0]).Distinct().Count(), Is.EqualTo(6));
        Assert.That(_simulator.KnowledgeBase("a").Runs.Select(run => run.ProgressDetails), Has.Some.Null.And.Some.Not.Null);
        await _clock.AdvanceAsync(within / 2);
        var end = _simulator.KnowledgeBase("a").Runs;
        Assert.That(end.Select(run => run.Status.IsTerminal || run.Status == RunStatus.AwaitingHumanFeedback), Is.All.True);
        Assert.That(end.Count(run => run.Status == RunStatus.Completed), Is.InRange(120, 160));
    }

    [Test]
    public async Task UseRuns_Function_IsCalledForEachRequestOnly()
    {
        using var client = _simulator.CreateClient();
        var step = 0;
        KnowledgeBase.UseRuns(() => [new RunBuilder("a").Running(++step).Build()]);

        var first = await client.ListAsync("kb");
        var seen = KnowledgeBase.Runs;
        var second = await client.ListAsync("kb");

        Assert.That((first[0].Progress, seen[0].Progress, second[0].Progress), Is.EqualTo((1, 1, 2)));
        Assert.That(() => KnowledgeBase.AddRun(RunScript.Queued()), Throws.InvalidOperationException.With.Message.Contains("UseRuns"));
    }

    [Test]
    public async Task UseRuns_FunctionThrows_RespondsWithServerErrorThatNamesIt()
    {
        using var client = _simulator.CreateClient(options => options.MaxRetries = 0);
        KnowledgeBase.UseRuns(() => throw new InvalidOperationException("a \"bug\""));

        var failure = await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That((int)failure!.StatusCode, Is.EqualTo(500));
        Assert.That(failure.Detail, Is.EqualTo("InvalidOperationException: a \"bug\""));
    }

    [TestCase("", "valid JSON")]
    [TestCase("[{]", "valid JSON")]
    [TestCase("""[{"id":"\ud800","status":"queued"}]""", "valid JSON")]
    [TestCase("""{"id":"r","status":"queued"}""", "array, not Object")]
    [TestCase("""[{"id":"r","status":"queued"}, 5]""", "Run 1 must be a JSON object, not Number")]
    [TestCase("""[{"status":"queued"}]""", "Run 0 must have a string 'id'")]
    [TestCase("""[{"id":7,"status":"queued"}]""", "Run 0 must have a string 'id'")]
    [TestCase("""[{"id":"r","status":null}]""", "Run 0 must have a string 'status'")]
    public void SetRunsJson_NotAListOfRuns_ThrowsWithReasonAndKeepsTheRuns(string json, string expectedMessage)
    {
        KnowledgeBase.AddRun(RunScript.Queued());

        Assert.That(
            () => KnowledgeBase.SetRunsJson(json),
            Throws.ArgumentException.With.Message.Contains(expectedMessage).And.Property("ParamName").EqualTo("json"));
        Assert.That(KnowledgeBase.Runs, Has.Count.EqualTo(1));
    }

    [TestCase("[]", "The run must be a JSON object, not Array")]
    [TestCase("""{"id":"r"}""", "The run must have a string 'status'")]
    public void SetRunJson_NotARun_ThrowsWithReason(string json, string expectedMessage) =>
        Assert.That(() => KnowledgeBase.SetRunJson(json), Throws.ArgumentException.With.Message.Contains(expectedMessage));

    [Test]
    public async Task SetRunsJson_WhileRequestsAreServed_EveryResponseIsOneOfTheLists()
    {
        using var client = _simulator.CreateClient();
        KnowledgeBase.SetRunsJson("[]");

        var writes = Task.Run(() => Parallel.For(
            0, 50, i => KnowledgeBase.SetRunsJson(i % 2 == 0 ? "[]" : """[{"id":"a","status":"queued"},{"id":"b","status":"queued"}]""")));
        var lists = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ListAsync("kb")));
        await writes;

        Assert.That(lists.Select(list => list.Count), Is.All.AnyOf(0, 2));
        Assert.That(_simulator.RequestCount, Is.EqualTo(20));
    }

    [Test]
    public void NewIds_OfSeveralKnowledgeBases_AreDifferent() => Assert.That(
        _simulator.KnowledgeBase("a").AddRun(RunScript.Queued()),
        Is.Not.EqualTo(_simulator.KnowledgeBase("b").AddRun(RunScript.Queued())));

    [Test]
    public void AddRun_WithoutId_Throws() =>
        Assert.That(() => KnowledgeBase.AddRun(new Run { Id = " ", Status = RunStatus.Queued }), Throws.ArgumentException);

    private IEnumerable<string> DescribeRuns(string knowledgeBaseId) => _simulator.KnowledgeBase(knowledgeBaseId).Runs
        .Select(run => $"{run.Status} {run.Progress} {run.ProgressDetails} {run.ErrorMessage}");

    private string Describe() => string.Join(", ", KnowledgeBase.Runs.Select(run => $"{run.Id} {run.Status}"));
}
