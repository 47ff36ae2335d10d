using KnowledgeBaseClient.Tests.Http.Retry;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>Retry-After values at the limits of TimeSpan and DateTimeOffset. None of them is retried.</summary>
public sealed class RetryAfterHeaderTests : RetryFixture
{
    // 922,337,203,685 s is the last full second that fits into a TimeSpan.
    [Test]
    public async Task ListAsync_RetryAfterAroundMaximumTimeSpan_IsExactUpToItAndCappedBeyond()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503, "", ("Retry-After", "922337203685")), Reply.Status(503, "", ("Retry-After", "922337203686")));
        using var client = CreateClient(server);

        var atLimit = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));
        var beyondLimit = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(atLimit!.RetryAfter, Is.EqualTo(new TimeSpan(922337203685 * TimeSpan.TicksPerSecond)));
        Assert.That(beyondLimit!.RetryAfter, Is.EqualTo(TimeSpan.MaxValue));
    }

    [TestCase("99999999999999999999")]
    [TestCase("922337203685477")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task ListAsync_RetryAfterFarBeyondMaxRetryDelay_ThrowsImmediately(string retryAfter)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", retryAfter)), Reply.Json("[]"));
        using var client = CreateClient(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.GreaterThan(TimeSpan.FromDays(365)));
    }
}
