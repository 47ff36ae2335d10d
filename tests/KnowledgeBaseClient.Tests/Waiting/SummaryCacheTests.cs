using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class SummaryCacheTests
{
    private const string Text = """{"id":"a","status":"running","progress":1}""";

    [Test]
    public void Read_TextOfThePollBefore_GivesTheSummaryOfThen()
    {
        var texts = new SummaryCache();
        var before = Poll(texts, Text);

        Assert.That(Poll(texts, Text), Is.SameAs(before));
        Assert.That(Poll(texts, Text), Is.SameAs(before));
    }

    [Test]
    public void Read_TextThatHasChanged_GivesTheSummaryOfNow()
    {
        var texts = new SummaryCache();
        Poll(texts, Text);

        Assert.That(Poll(texts, Text.Replace("1}", "2}", StringComparison.Ordinal)).Progress, Is.EqualTo(2));
    }

    [Test]
    public void Read_TextOfAnOlderPoll_IsReadAnew([Range(1, 4)] int pollsBetween)
    {
        var texts = new SummaryCache();
        var old = Poll(texts, Text);
        for (var times = 0; times < pollsBetween; times++)
        {
            texts.BeginPoll();
        }

        Assert.That(Poll(texts, Text), Is.EqualTo(old).And.Not.SameAs(old));
    }

    private static RunSummary Poll(SummaryCache texts, string text)
    {
        texts.BeginPoll();
        return texts.Read(RawJson.Parse(text));
    }
}
