using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class DurableWaitValidatorTests
{
    private static readonly TimeSpan Infinite = Timeout.InfiniteTimeSpan;

    [Test]
    public void ToRegistration_ValidWait_CopiesIt()
    {
        var registration = DurableWaitValidator.ToRegistration(
            Wait(runs: ["b", "a", "b"], timeout: TimeSpan.FromSeconds(1), grace: TimeSpan.Zero));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(registration.RunIds, Is.EqualTo((string[])["b", "a"]));
            Assert.That(registration.Timeout, Is.EqualTo(1000));
            Assert.That(registration.MissingGrace, Is.Zero);
        }
    }

    [Test]
    public void ToRegistration_NoLimits_AreMinusOne()
    {
        var registration = DurableWaitValidator.ToRegistration(Wait(timeout: Infinite, grace: Infinite));
        Assert.That((registration.Timeout, registration.MissingGrace), Is.EqualTo((-1L, -1L)));
    }

    [Test]
    public void ToRegistration_LargestWait_IsValid() => Assert.DoesNotThrow(() => DurableWaitValidator.ToRegistration(Wait(
        id: new string('x', 256),
        runs: [.. Enumerable.Range(0, 10_000).Select(i => $"run-{i}")],
        state: new string('é', 2048),
        timeout: TimeSpan.FromDays(49))));

    [TestCaseSource(nameof(Invalid))]
    public void ToRegistration_InvalidWait_SaysWhatToCorrect(DurableWait wait, string expected)
    {
        var failure = Assert.Catch<ArgumentException>(() => DurableWaitValidator.ToRegistration(wait));
        Assert.That(failure?.Message, Does.Contain(expected));
    }

    private static IEnumerable<TestCaseData> Invalid()
    {
        yield return Case("no id", Wait(id: ""), "id of the wait is null or empty");
        yield return Case("long id", Wait(id: new string('x', 257)), "257 characters");
        yield return Case("lone surrogate", Wait(id: "\ud800"), "lone surrogate");
        yield return Case("no knowledge base", Wait(knowledgeBase: " "), "knowledge base id is empty");
        yield return Case("long knowledge base", Wait(knowledgeBase: new string('x', 257)), "at most 256");
        yield return Case("no runs", Wait(runs: []), "0 distinct ids");
        yield return Case("too many runs", Wait(runs: [.. Enumerable.Range(0, 10_001).Select(i => $"{i}")]), "10001 distinct ids");
        yield return Case("empty run", Wait(runs: [""]), "run id is empty");
        yield return Case("several runs in one id", Wait(runs: ["a,b"]), "comma");
        yield return Case("no handler", Wait(handler: ""), "DurableWait.Handler is null or empty");
        yield return Case("large state", Wait(state: new string('é', 2049)), "4098 bytes");
        yield return Case("state of invalid Unicode", Wait(state: "\ud800"), "lone surrogate");
        yield return Case("zero timeout", Wait(timeout: TimeSpan.Zero), "at least 1 second");
        yield return Case("long timeout", Wait(timeout: TimeSpan.FromDays(50)), "49 days");
        yield return Case("negative grace", Wait(grace: TimeSpan.FromSeconds(-5)), "DurableWait.MissingGrace");
    }

    private static TestCaseData Case(string name, DurableWait wait, string expected) =>
        new TestCaseData(wait, expected).SetName($"ToRegistration_InvalidWait_SaysWhatToCorrect({name})");

    private static DurableWait Wait(
        string id = "wait-1",
        string knowledgeBase = "kb-1",
        string[]? runs = null,
        string handler = "handler",
        string? state = null,
        TimeSpan? timeout = null,
        TimeSpan? grace = null) => new()
        {
            Id = id,
            KnowledgeBaseId = knowledgeBase,
            RunIds = runs ?? ["run-1"],
            Handler = handler,
            State = state,
            Timeout = timeout ?? TimeSpan.FromMinutes(1),
            MissingGrace = grace ?? TimeSpan.FromSeconds(30),
        };
}
