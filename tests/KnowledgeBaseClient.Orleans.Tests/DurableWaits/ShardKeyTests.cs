using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class ShardKeyTests
{
    // Stored waits would not be found any more.
    [TestCase("wait-1", "fleet/4/kb-1")]
    [TestCase("order/ä/7", "fleet/7/kb-1")]
    public void Of_WaitId_NeverChanges(string waitId, string expected) =>
        Assert.That(ShardKey.Of("fleet", "kb-1", waitId).ToString(), Is.EqualTo(expected));

    [TestCase("kb-1")]
    [TestCase("a/b/c")]
    [TestCase("/")]
    [TestCase("ä 漢 +|")]
    public void Parse_AnyKnowledgeBase_ReturnsKey(string knowledgeBaseId)
    {
        var key = new ShardKey("tenant-a", 15, knowledgeBaseId);
        Assert.That(ShardKey.Parse(key.ToString()), Is.EqualTo(key));
    }

    [Test]
    public void Of_ManyWaits_UsesAllShards() => Assert.That(
        Enumerable.Range(0, 1000).Select(i => ShardKey.Of("fleet", "kb-1", $"wait-{i}").Number).Distinct(),
        Is.EquivalentTo(Enumerable.Range(0, ShardKey.Count)));
}
