using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class RunStatusTests
{
    private static readonly (RunStatus Status, string Text, RunStatusKind Kind, bool IsTerminal)[] Known =
    [
        (RunStatus.Queued, "queued", RunStatusKind.Queued, false),
        (RunStatus.Running, "running", RunStatusKind.Running, false),
        (RunStatus.Failed, "failed", RunStatusKind.Failed, true),
        (RunStatus.Completed, "completed", RunStatusKind.Completed, true),
        (RunStatus.Stopped, "stopped", RunStatusKind.Stopped, true),
        (RunStatus.AwaitingHumanFeedback, "awaiting_human_feedback", RunStatusKind.AwaitingHumanFeedback, false),
    ];

    [TestCaseSource(nameof(Known))]
    public void Value_KnownStatus_MatchesTheService((RunStatus Status, string Text, RunStatusKind Kind, bool IsTerminal) known)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(known.Status.Value, Is.EqualTo(known.Text));
            Assert.That(known.Status.ToString(), Is.EqualTo(known.Text));
            Assert.That(known.Status, Is.EqualTo(new RunStatus(known.Text)));
            Assert.That(known.Status.Kind, Is.EqualTo(known.Kind));
            Assert.That(known.Status.IsKnown, Is.True);
            Assert.That(known.Status.IsTerminal, Is.EqualTo(known.IsTerminal));
        }
    }

    [Test]
    public void Kind_EveryKind_IsThatOfAKnownStatus() =>
        Assert.That(
            Known.Select(known => known.Kind).Append(RunStatusKind.Unknown), Is.EquivalentTo(Enum.GetValues<RunStatusKind>()));

    [TestCase("archived")]
    [TestCase("Completed")]
    [TestCase(" failed")]
    public void IsKnown_UnknownStatus_IsFalse(string text)
    {
        var status = new RunStatus(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Value, Is.EqualTo(text));
            Assert.That(status.Kind, Is.EqualTo(RunStatusKind.Unknown));
            Assert.That(status.IsKnown, Is.False);
            Assert.That(status.IsTerminal, Is.False);
        }
    }

    [Test]
    public void Default_EveryMember_MeansNoStatus()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(default(RunStatus).Value, Is.Empty);
            Assert.That(default(RunStatus).ToString(), Is.Empty);
            Assert.That(default(RunStatus).IsKnown, Is.False);
            Assert.That(default(RunStatus).IsTerminal, Is.False);
            Assert.That(default(RunStatus), Is.Not.EqualTo(RunStatus.Queued));
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t")]
    public void Constructor_EmptyText_Throws(string? text) =>
        Assert.That(() => new RunStatus(text!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Equals_SameText_IsTrue()
    {
        var one = new RunStatus("paused");
        var other = new RunStatus(string.Concat("pau", "sed"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one == other, Is.True);
            Assert.That(one != other, Is.False);
            Assert.That(one.Equals((object)other), Is.True);
            Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
        }
    }

    [Test]
    public void Equals_DifferentText_IsFalse()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RunStatus.Failed == RunStatus.Stopped, Is.False);
            Assert.That(RunStatus.Failed != RunStatus.Stopped, Is.True);
            Assert.That(RunStatus.Failed, Is.Not.EqualTo(new RunStatus("Failed")));
            Assert.That(RunStatus.Failed.Equals((object)"failed"), Is.False);
        }
    }

    [Test]
    public void Serialize_DictionaryByStatus_RoundTrips()
    {
        var counts = new Dictionary<RunStatus, int> { [RunStatus.Failed] = 2, [new RunStatus("awaiting_human_feedback")] = 1 };

        var json = JsonSerializer.Serialize(counts);

        Assert.That(json, Is.EqualTo("""{"failed":2,"awaiting_human_feedback":1}"""));
        Assert.That(JsonSerializer.Deserialize<Dictionary<RunStatus, int>>(json), Is.EqualTo(counts));
    }
}
