using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

/// <summary>The text of a failure, in the shapes that the service uses, and the exception for several runs.</summary>
public sealed class RunErrorTests
{
    [TestCase("""{"error":{"node_id":"n","message":"quota exceeded"}}""", ExpectedResult = "quota exceeded")]
    [TestCase("""{"error":{"detail":"quota exceeded"}}""", ExpectedResult = "quota exceeded")]
    [TestCase("""{"error":{"message":" ","detail":"quota exceeded"}}""", ExpectedResult = "quota exceeded")]
    [TestCase("""{"error":"quota \"A\" exceeded"}""", ExpectedResult = "quota \"A\" exceeded")]
    [TestCase("""{"detail":"quota exceeded"}""", ExpectedResult = "quota exceeded")]
    [TestCase("""{"message":"quota exceeded"}""", ExpectedResult = "quota exceeded")]
    [TestCase("\"quota exceeded\"", ExpectedResult = "quota exceeded")]
    [TestCase("""{"error":null}""", ExpectedResult = null)]
    [TestCase("""{"error":{"code":7}}""", ExpectedResult = null)]
    [TestCase("""{"error":{}}""", ExpectedResult = null)]
    [TestCase("""{"text":"a poem"}""", ExpectedResult = null)]
    [TestCase("null", ExpectedResult = null)]
    [TestCase("[]", ExpectedResult = null)]
    public string? ErrorMessage_OutputOfAFailedRun_IsItsText(string output) => Create(RunStatus.Failed, output).ErrorMessage;

    [TestCase("""{"message":"Hello!"}""")]
    [TestCase("\"Hello!\"")]
    public void ErrorMessage_OutputOfACompletedRun_IsNotTakenForAnError(string output) =>
        Assert.That(Create(RunStatus.Completed, output).ErrorMessage, Is.Null);

    [Test]
    public void ErrorMessage_NoOutput_IsNull() => Assert.That(new Run { Id = "r", Status = RunStatus.Failed }.ErrorMessage, Is.Null);

    [Test]
    public void EnsureCompleted_AllCompleted_ReturnsTheRuns()
    {
        Run[] runs = [Create(RunStatus.Completed, "{}")];

        Assert.That(runs.EnsureCompleted(), Is.SameAs(runs));
        Assert.That(Array.Empty<Run>().EnsureCompleted(), Is.Empty);
    }

    [Test]
    public void EnsureCompleted_SomeFailed_NamesAllOfThem()
    {
        Run[] runs =
        [
            Create(RunStatus.Completed, "{}", "a"),
            Create(RunStatus.Failed, """{"error":"quota"}""", "b"),
            Create(RunStatus.AwaitingHumanFeedback, "null", "c"),
        ];

        var failure = Assert.Throws<RunFailedException>(() => runs.EnsureCompleted());

        Assert.That(failure.Runs.Select(run => run.Id), Is.EqualTo((string[])["b", "c"]));
        Assert.That(failure.Run.Id, Is.EqualTo("b"));
        Assert.That(
            failure.Message,
            Does.StartWith("2 runs did not complete. Run b finished with status failed (0 %): quota. Run c awaits human feedback"));
    }

    [Test]
    public void EnsureCompleted_ManyFailed_DescribesTenAndNamesAll()
    {
        var runs = Enumerable.Range(0, 12).Select(number => Create(RunStatus.Stopped, "{}", $"r{number}"));

        var failure = Assert.Throws<RunFailedException>(() => runs.EnsureCompleted());

        Assert.That(failure.Message, Does.Contain("Run r9 ").And.Not.Contain("Run r10 ").And.EndWith(" The others: r10, r11."));
    }

    [Test]
    public void RunFailedException_NoRuns_ThrowsArgumentException()
    {
        Assert.That(() => new RunFailedException([]), Throws.ArgumentException);
        Assert.That(() => new RunFailedException((IReadOnlyList<Run>)null!), Throws.ArgumentNullException);
    }

    private static Run Create(RunStatus status, string output, string id = "r") =>
        new() { Id = id, Status = status, Output = RawJson.Parse(output) };
}
