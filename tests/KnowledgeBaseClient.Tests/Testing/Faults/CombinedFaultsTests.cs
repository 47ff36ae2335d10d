using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Faults;

/// <summary>Several faults, their conditions and their headers have the same effect over both transports.</summary>
public sealed class CombinedFaultsTests(Transport transport) : TransportFixture(transport)
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private SimulationClock Clock => Simulator.SimulationClock;

    [Test]
    public async Task SlowAndCut_AfterAFaultThatResponds_ApplyToItsResponse()
    {
        using var client = CreateClient(options => options.MaxRetries = 0);
        Simulator.Faults.Always(503);
        Simulator.Faults.Slow(OneMinute);
        var cut = Simulator.Faults.CutBodyAfter(3);
        var start = Clock.GetUtcNow();

        await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(Clock.GetUtcNow() - start, Is.EqualTo(OneMinute));
        Assert.That(cut.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task CutBodyAfter_ResponseWithHeaders_KeepsThem()
    {
        Simulator.Faults.Next(429, retryAfter: OneMinute);
        Simulator.Faults.CutBodyAfter(3);
        using var client = CreateClient(options => options.MaxRetries = 0);

        var failure = await Assert.ThrowsAsync<RateLimitedException>(() => client.ListAsync("kb"));

        Assert.That(failure!.RetryAfter, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WithProbability_SeveralFaults_ConcernTheSameRequests()
    {
        var some = Simulator.Faults.WithProbability(0.5, seed: 1);
        var (one, other) = (some.Slow(TimeSpan.FromMilliseconds(1)), some.CutBodyAfter(1));
        var cut = 0;
        for (var request = 0; request < 20; request++)
        {
            try
            {
                await GetAsync(RunsOfKb);
            }
            catch (HttpRequestException)
            {
                cut++;
            }
        }

        Assert.That((one.Count, other.Count), Is.EqualTo((cut, cut)));
        Assert.That(cut, Is.InRange(1, 19));
    }

    [Test]
    public async Task When_ConditionThrows_RespondsWithServerErrorThatNamesIt()
    {
        Simulator.Faults.When(_ => throw new InvalidOperationException("a \"bug\"")).Always(503);

        Assert.That(await GetAsync(RunsOfKb), Is.EqualTo("""{"detail":"InvalidOperationException: a \u0022bug\u0022"}"""));
    }

    [Test]
    public async Task When_ConditionUsesTheSimulator_DoesNotDeadlock()
    {
        Simulator.KnowledgeBase("other").UseRuns(() => Simulator.RequestCount < 0 ? [] : [new RunBuilder().Build()]);
        Simulator.Faults.When(_ => KnowledgeBase.Runs.Count == 0 || Simulator.KnowledgeBase("other").Runs.Count > 1).Always(503);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            StatusAsync(number % 2 == 0 ? RunsOfKb : "v1/knowledge-bases/other/runs"))).OrTimeout();

        Assert.That(statuses, Is.All.EqualTo(200));
    }

    [Test]
    public async Task Date_OfEveryResponse_IsThatOfTheClock()
    {
        using var regular = await SendAsync(RunsOfKb);
        Simulator.Faults.Next(503, headers: new Dictionary<string, string>
        {
            ["Date"] = "Thu, 01 Jan 2026 00:00:00 GMT",
            ["Retry-After"] = "Thu, 01 Jan 2026 00:00:20 GMT",
        });
        using var client = CreateClient();
        var start = Clock.GetUtcNow();
        await client.ListAsync("kb");

        Assert.That(regular.Headers.Date, Is.EqualTo(start));
        Assert.That(Clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(20)).Within(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public async Task Faults_SeveralForOneRequest_TheFirstThatRespondsWins()
    {
        var first = Simulator.Faults.Always(502);
        var second = Simulator.Faults.Always(503);

        await Assert.ThatAsync(StatusAsync, Is.EqualTo(502));
        Assert.That((first.Count, second.Count), Is.EqualTo((1, 0)));
        Simulator.Faults.When(_ => false).Clear();
        await Assert.ThatAsync(StatusAsync, Is.EqualTo(200));
    }

    private Task<int> StatusAsync() => StatusAsync(RunsOfKb);

    private async Task<int> StatusAsync(string path)
    {
        using var response = await SendAsync(path);
        return (int)response.StatusCode;
    }
}
