using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// Short strings and lists that repeat in many runs are shared.
public sealed class SharedStringTests
{
    // Another test may replace a slot of the shared pool at any time.
    private const int Attempts = 20;

    [Test]
    public void ReadRun_SameStrings_AreShared()
    {
        AssertShared(RunText.With("\"workflow_id\":\"w-shared\""), run => run.WorkflowId);
        AssertShared(RunText.With("\"group_id\":\"g-shared\""), run => run.GroupId);
        AssertShared(RunText.With("\"source\":\"s-shared\""), run => run.Source);
        AssertShared(RunText.With("\"workflow\":{\"name\":\"Shared\"}"), run => run.Workflow!.Name);
        AssertShared("""{"id":"r","status":"of-its-own"}""", run => run.Status.Value);
    }

    [TestCase(64, true)]
    [TestCase(65, false)]
    [TestCase(1, true)]
    public void ReadRun_SameString_IsSharedUpToTheMaximumLength(int length, bool isShared)
    {
        var text = RunText.With($"\"workflow_id\":\"{new string('t', length)}\"");

        Assert.That(IsShared(text, run => run.WorkflowId), Is.EqualTo(isShared));
    }

    [Test]
    public void ReadRun_SameLists_AreShared()
    {
        AssertShared(RunText.With("\"node_ids\":[\"n-1\",\"n-shared\"]"), run => run.NodeIds);
        AssertShared(
            RunText.With("\"progress_details\":{\"executed_nodes\":[\"n-2\",\"n-shared\"]}"), run => run.ProgressDetails!.ExecutedNodes);
    }

    [TestCase(2048, true)]
    [TestCase(2049, false)]
    public void ReadRun_SameList_IsSharedUpToTheMaximumLength(int length, bool isShared)
    {
        var list = $"[\"{new string('l', length - 4)}\"]";

        Assert.That(IsShared(RunText.With($"\"node_ids\":{list}"), run => run.NodeIds), Is.EqualTo(isShared));
        Assert.That(list, Has.Length.EqualTo(length));
    }

    [TestCase("[]")]
    [TestCase("[ ]")]
    public void ReadRun_EmptyLists_AreShared(string list) => AssertShared(RunText.With($"\"node_ids\":{list}"), run => run.NodeIds);

    [Test]
    public void ReadRun_ListsThatDifferInTheMiddle_AreNotShared()
    {
        var first = RunText.Read(RunText.With("\"node_ids\":[\"n-1\",\"a\",\"n-3\"]")).NodeIds;
        var second = RunText.Read(RunText.With("\"node_ids\":[\"n-1\",\"b\",\"n-3\"]")).NodeIds;

        Assert.That(first, Is.EqualTo((string[])["n-1", "a", "n-3"]));
        Assert.That(second, Is.EqualTo((string[])["n-1", "b", "n-3"]));
    }

    private static void AssertShared(string text, Func<Run, object?> part) => Assert.That(IsShared(text, part), Is.True, text);

    private static bool IsShared(string text, Func<Run, object?> part) =>
        Enumerable.Range(0, Attempts).Any(_ => ReferenceEquals(part(RunText.Read(text)), part(RunText.Read(text))));
}
