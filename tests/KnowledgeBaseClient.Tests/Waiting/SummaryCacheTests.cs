using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SummaryCacheTests
{
    private const string Text = """{"id":"a","status":"running","progress":1}""";

    [Test]
    public void Read_TextUnchangedSinceLastPoll_ReturnsSameSummary()
    {
        var cache = new SummaryCache();
        var before = ReadInNewPoll(cache, Text);

        Assert.That(ReadInNewPoll(cache, Text), Is.SameAs(before));
        Assert.That(ReadInNewPoll(cache, Text), Is.SameAs(before));
    }

    [Test]
    public void Read_TextChanged_ReturnsNewSummary()
    {
        var cache = new SummaryCache();
        ReadInNewPoll(cache, Text);

        Assert.That(ReadInNewPoll(cache, Text.Replace("1}", "2}", StringComparison.Ordinal)).Progress, Is.EqualTo(2));
    }

    [Test]
    public void Read_TextOfOlderPoll_ReturnsNewSummary([Range(1, 4)] int pollsBetween)
    {
        var cache = new SummaryCache();
        var old = ReadInNewPoll(cache, Text);
        for (var times = 0; times < pollsBetween; times++)
        {
            cache.BeginPoll();
        }

        Assert.That(ReadInNewPoll(cache, Text), Is.EqualTo(old).And.Not.SameAs(old));
    }

    private static RunSummary ReadInNewPoll(SummaryCache cache, string text)
    {
        cache.BeginPoll();
        return cache.Read(RawJson.Parse(text));
    }
}
