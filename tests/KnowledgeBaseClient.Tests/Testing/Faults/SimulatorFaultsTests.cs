using System.Net;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Faults;

/// <summary>Faults have the same effect over both transports.</summary>
public sealed class SimulatorFaultsTests(Transport transport) : TransportFixture(transport)
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private SimulationClock Clock => Simulator.SimulationClock;

    [Test]
    public async Task Next_SeveralQueued_UsesThemInOrderThenRespondsRegularly()
    {
        Simulator.Faults.Next(429, TimeSpan.FromSeconds(6.5), headers: new Dictionary<string, string> { ["WWW-Authenticate"] = "Key" });
        Simulator.Faults.Next(502, body: "<h1>Bad gateway – é</h1>", contentType: "text/html");
        var last = Simulator.Faults.Next(204, contentType: "");

        using var first = await SendAsync(RunsOfKb, key: null);
        using var second = await SendAsync("anywhere");
        using var third = await SendAsync(RunsOfKb);
        using var fourth = await SendAsync(RunsOfKb);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(first.Headers.GetValues("Retry-After").Single(), Is.EqualTo("7"));
        Assert.That(first.Headers.GetValues("WWW-Authenticate").Single(), Is.EqualTo("Key"));
        Assert.That(await first.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"Simulated failure"}"""));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(second.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html"));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo("<h1>Bad gateway – é</h1>"));
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(third.Content.Headers.ContentType, Is.Null);
        Assert.That(fourth.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(last.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Next_ConcurrentRequests_IsUsedOnce()
    {
        for (var fault = 0; fault < 5; fault++)
        {
            Simulator.Faults.Next(503);
        }

        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var response = await SendAsync(RunsOfKb);
            return (int)response.StatusCode;
        }));

        Assert.That(statuses.Count(status => status == 503), Is.EqualTo(5));
    }

    [Test]
    public async Task Always_UntilDisposed_FailsEveryRequest()
    {
        var fault = Simulator.Faults.Always(503);

        await Assert.ThatAsync(StatusAsync, Is.EqualTo(503));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(503));
        fault.Dispose();
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
        Assert.That(fault.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task When_RequestsByStatus_ConcernsThemOnly()
    {
        Simulator.Faults.When(request => request.Status == "running").Always(503);

        Assert.That(await StatusAsync(RunsOfKb), Is.EqualTo(200));
        Assert.That(await StatusAsync(RunsOfKb + "?status=running"), Is.EqualTo(503));
        Assert.That(await StatusAsync(RunsOfKb + "?status=queued"), Is.EqualTo(200));
    }

    [Test]
    public async Task WithProbability_SameSeed_HitsTheSameRequests()
    {
        var hits = new List<string>();
        foreach (var seed in (int[])[1, 1, 2])
        {
            using var fault = Simulator.Faults.WithProbability(0.5, seed).Always(500);
            var statuses = new List<int>();
            for (var request = 0; request < 16; request++)
            {
                statuses.Add(await StatusAsync());
            }

            hits.Add(string.Join(' ', statuses));
        }

        Assert.That(hits[1], Is.EqualTo(hits[0]).And.Contains("200").And.Contains("500"));
        Assert.That(hits[2], Is.Not.EqualTo(hits[0]));
    }

    [Test]
    public async Task RateLimit_RequestsAboveTheRate_AreRejectedUntilASecondHasPassed()
    {
        Simulator.Faults.RateLimit(perSecond: 2, retryAfter: OneMinute);

        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
        Clock.Advance(TimeSpan.FromMilliseconds(600));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
        using var rejected = await SendAsync(RunsOfKb);
        Assert.That((int)rejected.StatusCode, Is.EqualTo(429));
        Assert.That(rejected.Headers.RetryAfter?.Delta, Is.EqualTo(OneMinute));
        Clock.Advance(TimeSpan.FromMilliseconds(400));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(429));
    }

    [Test]
    public async Task Outage_WithStatus_LastsFromItsStartToItsEnd()
    {
        Simulator.Faults.Outage(from: OneMinute, duration: 5 * OneMinute, statusCode: 503);

        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
        Clock.Advance(OneMinute);
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(503));
        Clock.Advance((5 * OneMinute) - TimeSpan.FromTicks(1));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(503));
        Clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
    }

    [Test]
    public async Task Outage_WithoutStatus_EndsConnections()
    {
        using var client = CreateClient(options => options.MaxRetries = 0);
        Simulator.Faults.Outage(from: TimeSpan.Zero, duration: OneMinute);

        await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));
        Clock.Advance(OneMinute);
        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task NextDisconnect_RetryingClient_GetsTheRuns()
    {
        using var client = CreateClient();
        Simulator.Faults.NextDisconnect();

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(3));
        Assert.That(Simulator.RequestCount, Is.EqualTo(2));
    }

    [Test]
    public async Task Slow_BelowTheTimeoutOfTheClient_DelaysTheResponse()
    {
        using var client = CreateClient();
        var start = Clock.GetUtcNow();
        using var slow = Simulator.Faults.Slow(OneMinute);
        using var slower = Simulator.Faults.Slow(TimeSpan.FromSeconds(10));

        await client.ListAsync("kb");

        Assert.That(Clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(70)));
    }

    [TestCase(200)]
    [TestCase(-0.001)]
    public async Task Slow_LongerThanTheTimeoutOfTheClient_TimesOut(double seconds)
    {
        using var client = CreateClient(options => options.MaxRetries = 0);
        Simulator.Faults.Slow(TimeSpan.FromSeconds(seconds));

        await Assert.ThrowsAsync<KnowledgeBaseTimeoutException>(() => client.ListAsync("kb"));
    }

    [TestCase(0)]
    [TestCase(20)]
    public async Task CutBodyAfter_LongerBody_IsTruncated(int bytes)
    {
        using var client = CreateClient(options => options.MaxRetries = 0);
        var cut = Simulator.Faults.CutBodyAfter(bytes);

        var failure = await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));
        Assert.That(failure!.Message, Does.Contain("truncated"));
        cut.Dispose();
        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task CutBodyAfter_ShorterBody_IsSentWhole()
    {
        Simulator.Faults.CutBodyAfter(10_000);

        Assert.That(await GetAsync(RunsOfKb), Is.EqualTo($"[{Running},{Failed},{AlsoRunning}]"));
    }

    [Test]
    public async Task RejectKey_UntilDisposed_IsUnauthorized()
    {
        using var client = CreateClient();
        var fault = Simulator.Faults.RejectKey();

        await Assert.ThrowsAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));
        fault.Dispose();
        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task RedirectTo_Client_DoesNotFollow()
    {
        using var client = CreateClient();
        Simulator.Faults.RedirectTo(new Uri("https://elsewhere.invalid/"));

        var failure = await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That((int)failure!.StatusCode, Is.EqualTo(307));
        Assert.That(failure.Message, Does.Contain("https://elsewhere.invalid/"));
        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
    }

    private Task<int> StatusAsync() => StatusAsync(RunsOfKb);

    private async Task<int> StatusAsync(string path)
    {
        using var response = await SendAsync(path);
        return (int)response.StatusCode;
    }
}
