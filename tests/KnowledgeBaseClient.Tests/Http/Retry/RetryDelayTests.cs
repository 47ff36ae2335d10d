using System.Globalization;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Retry;

/// <summary>The delay before a retry: exponential backoff with jitter, or Retry-After.</summary>
public sealed class RetryDelayTests : RetryFixture
{
    [Test]
    public async Task ListAsync_NoRetryAfter_BacksOffExponentiallyUpToMaxRetryDelay()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 9)]);
        using var client = CreateClient(server, options => (options.MaxRetries, options.MaxRetryDelay) = (8, TimeSpan.FromSeconds(10)));

        var call = client.ListAsync("kb");
        var delays = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            delays.Add(await PassRetryDelayAsync());
        }

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(delays, Has.All.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(delays[..2], Has.All.LessThan(TimeSpan.FromSeconds(4)));
        Assert.That(delays[6..].Max(), Is.GreaterThan(delays[0]));
    }

    [Test]
    public async Task ListAsync_DifferentRandomNumbers_DelaysDiffer()
    {
        Assert.That(await GetDelayWithRandomAsync(0.1), Is.Not.EqualTo(await GetDelayWithRandomAsync(0.9)));
    }

    [Test]
    public async Task ListAsync_RetryAfterInSeconds_DelaysThatLong()
    {
        Assert.That(await GetDelayAfterAsync("7"), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task ListAsync_RetryAfterAsDate_DelaysUntilThatTimeOnClientClock()
    {
        Clock.SetUtcNow(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));

        Assert.That(await GetDelayAfterAsync("Tue, 06 May 2031 07:08:30 GMT"), Is.EqualTo(TimeSpan.FromSeconds(21)));
    }

    [TestCase(0.0, 1, 2, 4, 8)]
    [TestCase(1.0, 1.25, 2.5, 5, 10)]
    public async Task ListAsync_RateLimitedWithoutRetryAfter_DelaysAtLeastASecondAndDoubles(double random, params double[] seconds)
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(429), 4), Reply.Json("[]")]);
        using var client = CreateClient(server, options => options.MaxRetries = 4, () => random);

        var call = client.ListAsync("kb");
        var delays = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            delays.Add((await PassRetryDelayAsync()).TotalSeconds);
        }

        await call;
        Assert.That(delays, Is.EqualTo(seconds));
    }

    [Test]
    public async Task ListAsync_RateLimitedWithoutRetryAfter_DelaysAtMostMaxRetryDelay()
    {
        await using var server = ScriptedServer.Start(Reply.Status(429), Reply.Json("[]"));
        using var client = CreateClient(server, options => options.MaxRetryDelay = TimeSpan.FromSeconds(0.3));

        var call = client.ListAsync("kb");

        Assert.That(await PassRetryDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(0.3)));
        await call;
    }

    [TestCase("0")]
    [TestCase("-5")]
    [TestCase("soon")]
    [TestCase("1.5")]
    [TestCase("Tue, 06 May 1997 07:08:30 GMT")]
    public async Task ListAsync_RetryAfterZeroInvalidOrInThePast_UsesBackoff(string retryAfter)
    {
        Assert.That(await GetDelayAfterAsync(retryAfter), Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromSeconds(4)));
    }

    [TestCase("31", 31)]
    [TestCase("86400", 86400)]
    [TestCase("2147483648", 2147483648)]
    public async Task ListAsync_RetryAfterExceedsMaxRetryDelay_ThrowsImmediately(string retryAfter, double seconds)
    {
        await using var server = ScriptedServer.Start(Reply.Status(429, "", ("Retry-After", retryAfter)), Reply.Json("[]"));
        using var client = CreateClient(server);

        var thrown = await Assert.CatchAsync<RateLimitedException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
        Assert.That(
            thrown.Message,
            Does.EndWith(", longer than KnowledgeBaseClientOptions.MaxRetryDelay (30 s), so the request was not retried."));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task ListAsync_LongRetryAfterOnTheLastAttempt_DoesNotBlameTheDelay(int retries)
    {
        await using var server = ScriptedServer.Start(
            [.. Enumerable.Repeat(Reply.Status(503), retries), Reply.Status(503, "", ("Retry-After", "3600"))]);
        using var client = CreateClient(server, options => options.MaxRetries = retries);

        var call = client.ListAsync("kb");
        for (var i = 0; i < retries; i++)
        {
            await PassRetryDelayAsync();
        }

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(thrown!.Message, Does.EndWith(" Retry-After is 1 h."));
    }

    [Test]
    public async Task ListAsync_RetryAfterExceedsRemainingTotalTimeout_ThrowsImmediately()
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(503, "", ("Retry-After", "20")), Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = CreateClient(server, options => options.TotalTimeout = TimeSpan.FromSeconds(35));

        var call = client.ListAsync("kb");
        await PassRetryDelayAsync();

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => call);
        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(thrown.Attempts, Is.EqualTo(2));
        Assert.That(
            thrown.Message,
            Does.EndWith(
                "Retry-After is 20 s, not shorter than the 15 s left of KnowledgeBaseClientOptions.TotalTimeout (35 s), so the request "
                + "was not retried again."));
    }

    [Test]
    public async Task ListAsync_RetryAfterEqualsRemainingTotalTimeout_ThrowsImmediately()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = CreateClient(server, options => options.TotalTimeout = TimeSpan.FromSeconds(20));

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_RetryAfterWithInfiniteTotalTimeout_DelaysThatLong()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", "20")), Reply.Json("[]"));
        using var client = CreateClient(server, options => options.TotalTimeout = Timeout.InfiniteTimeSpan);

        var call = client.ListAsync("kb");

        Assert.That(await PassRetryDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(await call, Is.Empty);
    }

    [Test]
    public async Task ListAsync_CanceledDuringDelay_ThrowsImmediately()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        using var client = CreateClient(server);
        using var cancellation = new CancellationTokenSource();

        var call = client.ListAsync("kb", cancellationToken: cancellation.Token);
        await Clock.ArmedAsync(due => due <= MaxRetryDelay);
        await cancellation.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    private async Task<TimeSpan> GetDelayWithRandomAsync(double random)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json("[]"));
        using var client = CreateClient(server, random: () => random);
        var call = client.ListAsync("kb");
        var delay = await PassRetryDelayAsync();
        await call;
        return delay;
    }

    private async Task<TimeSpan> GetDelayAfterAsync(string retryAfter)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", retryAfter)), Reply.Json("[]"));
        using var client = CreateClient(server);
        var call = client.ListAsync("kb");
        var delay = await PassRetryDelayAsync();
        Assert.That(await call, Is.Empty, string.Create(CultureInfo.InvariantCulture, $"after {delay}"));
        return delay;
    }
}
