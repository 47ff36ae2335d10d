using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class RunChangeTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [TestCase("running", true)]
    [TestCase("queued", true)]
    [TestCase("unknown-status", true)]
    [TestCase("completed", false)]
    [TestCase("failed", false)]
    [TestCase("stopped", false)]
    public void Between_TimeLeft_IsNullForAFinishedRun(string status, bool hasTimeLeft) =>
        Assert.That(RunChange.Between(null, Summary(status), OneMinute).EstimatedTimeLeft, Is.EqualTo(hasTimeLeft ? OneMinute : null));

    [TestCase("\"remaining_nodes\":[\"n\"]", NodeState.Remaining)]
    [TestCase("\"running_nodes\":[\"n\"]", NodeState.Running)]
    [TestCase("\"skipped_nodes\":[\"n\"]", NodeState.Skipped)]
    [TestCase("\"executed_nodes\":[\"n\"]", NodeState.Executed)]
    [TestCase("\"error_handler_nodes\":[\"n\"]", NodeState.Unlisted)]
    [TestCase("\"remaining_nodes\":[\"n\"],\"running_nodes\":[\"n\"]", NodeState.Running)]
    [TestCase("\"running_nodes\":[\"n\"],\"skipped_nodes\":[\"n\"]", NodeState.Skipped)]
    [TestCase(
        """
        "executed_nodes":["n"],"skipped_nodes":["n"],"running_nodes":["n"],"remaining_nodes":["n"]
        """,
        NodeState.Executed)]
    public void Between_NodeInOneOrSeveralLists_MovesToTheMostAdvancedState(string lists, NodeState to)
    {
        var before = Summary("running", "\"progress_details\":{\"total_progress\":1}");
        var after = Summary("running", $"\"progress_details\":{{{lists}}}");

        var moves = RunChange.Between(before, after).MovedNodes;
        var back = RunChange.Between(after, before).MovedNodes;

        NodeMove[] expected = to == NodeState.Unlisted ? [] : [new NodeMove("n", NodeState.Unlisted, to)];
        Assert.That(moves, Is.EqualTo(expected));
        Assert.That(back, Is.EqualTo(expected.Select(move => new NodeMove(move.NodeId, move.To, move.From))));
    }

    [Test]
    public void Between_FirstChangeOfARun_ReportsNodesThatAreNotRemaining()
    {
        var current = Summary("running", "\"progress_details\":{\"remaining_nodes\":[\"a\"],\"running_nodes\":[\"b\"]}");

        var change = RunChange.Between(null, current);

        Assert.That(change.MovedNodes, Is.EqualTo((NodeMove[])[new NodeMove("b", NodeState.Remaining, NodeState.Running)]));
    }

    private static RunSummary Summary(string status, string? more = null) =>
        RunText.ReadSummary($$"""{"id":"a","status":"{{status}}"{{(more is null ? "" : "," + more)}}}""");
}
