using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class ModelEqualityTests
{
    [TestCaseSource(typeof(ExampleFiles), nameof(ExampleFiles.Names))]
    public void Equals_RunsReadFromTheSameText_IsTrue(string example)
    {
        var some = ExampleFiles.Runs(example);
        var others = ExampleFiles.Runs(example);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(some.SequenceEqual(others), Is.True);
            Assert.That(some.Select(run => run.GetHashCode()), Is.EqualTo(others.Select(run => run.GetHashCode())));
        }
    }

    [TestCaseSource(typeof(FieldChange), nameof(FieldChange.Replacing))]
    [TestCaseSource(typeof(FieldChange), nameof(FieldChange.Clearing))]
    public void Equals_RunsThatDifferInOneField_IsFalse(object change)
    {
        var run = ExampleFiles.Run("completed") with { NodeIds = ["n-1"] };

        var changed = ((FieldChange)change).Apply(run);

        Assert.That(changed.Equals(run), Is.False);
        Assert.That(changed, Is.EqualTo(((FieldChange)change).Apply(run)));
    }

    [Test]
    public void Equals_ConstructedRunAndRunReadFromItsJson_IsTrue()
    {
        var read = RunText.Read(RunText.Write(ConstructedRun.Full));

        Assert.That(read.Equals(ConstructedRun.Full), Is.True);
        Assert.That(read.GetHashCode(), Is.EqualTo(ConstructedRun.Full.GetHashCode()));
    }

    [Test]
    public void Equals_UnknownFieldsInAnotherOrder_IsTrue()
    {
        var one = RunText.Read(RunText.With("\"a\":1,\"b\":2"));
        var other = RunText.Read(RunText.With("\"b\":2,\"a\":1"));

        Assert.That(one, Is.EqualTo(other));
        Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
    }

    [TestCase("\"a\":2")]
    [TestCase("\"b\":1")]
    [TestCase("\"a\":1,\"b\":1")]
    [TestCase(null)]
    public void Equals_DifferentUnknownFields_IsFalse(string? fields) =>
        Assert.That(RunText.Read(RunText.With(fields)), Is.Not.EqualTo(RunText.Read(RunText.With("\"a\":1"))));

    [Test]
    public void Equals_NodesInAnotherOrder_IsFalse() =>
        Assert.That(ConstructedRun.Full with { NodeIds = ["b", "a"] }, Is.Not.EqualTo(ConstructedRun.Full with { NodeIds = ["a", "b"] }));

    [Test]
    public void Equals_RunAndItsSummary_IsFalse()
    {
        var text = RunText.With();

        Assert.That(RunText.ReadSummary(text).Equals(RunText.Read(text)), Is.False);
    }

    [Test]
    public void Init_CollectionOfTheCaller_IsCopied()
    {
        var nodes = new List<string> { "n-1" };
        var tags = new[] { "legal" };
        var fields = new Dictionary<string, RawJson> { ["a"] = RawJson.Parse("1") };
        var run = new Run
        {
            Id = "r-1",
            Status = RunStatus.Queued,
            NodeIds = nodes,
            ProgressDetails = new ProgressDetails { ExecutedNodes = nodes, AdditionalProperties = fields },
            Workflow = new Workflow { Meta = new WorkflowMeta { Tags = tags } },
            AdditionalProperties = fields,
        };

        nodes.Add("n-2");
        tags[0] = "other";
        fields["b"] = RawJson.Parse("2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.NodeIds, Is.EqualTo<string[]>(["n-1"]));
            Assert.That(run.ProgressDetails.ExecutedNodes, Is.EqualTo<string[]>(["n-1"]));
            Assert.That(run.ProgressDetails.AdditionalProperties.Keys, Is.EqualTo<string[]>(["a"]));
            Assert.That(run.Workflow.Meta!.Tags, Is.EqualTo<string[]>(["legal"]));
            Assert.That(run.AdditionalProperties.Keys, Is.EqualTo<string[]>(["a"]));
        }
    }

    [Test]
    public void Init_NullCollection_BecomesEmpty()
    {
        var run = ConstructedRun.Full with { NodeIds = null!, AdditionalProperties = null! };

        Assert.That(run.NodeIds, Is.Empty);
        Assert.That(run.AdditionalProperties, Is.Empty);
    }

    [Test]
    public void GetHashCode_DifferentLists_Differs()
    {
        string[][] lists = [[], ["a"], ["b"], ["a", "b"], ["b", "a"]];
        int[] hashes = [.. lists.Select(nodes => ValueList<string>.Copy(nodes).GetHashCode())];

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void AdditionalProperties_EveryDictionaryMember_Works()
    {
        var fields = RunText.Read(RunText.With("\"a\":1,\"b\":2")).AdditionalProperties;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fields, Has.Count.EqualTo(2));
            Assert.That(fields.Keys, Is.EqualTo<string[]>(["a", "b"]));
            Assert.That(fields.Values, Is.EqualTo(new[] { RawJson.Parse("1"), RawJson.Parse("2") }));
            Assert.That(fields.ContainsKey("a") && !fields.ContainsKey("A"), Is.True);
            Assert.That(fields.TryGetValue("b", out var value) ? value.ToString() : null, Is.EqualTo("2"));
            Assert.That(() => fields["c"], Throws.InstanceOf<KeyNotFoundException>());
        }
    }
}
