using System.Net;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.HealthChecks;

/// <summary>The health check without a request: what the polls of waits and watches see.</summary>
public sealed class PassiveHealthCheckTests : HealthCheckFixture
{
    [Test]
    public async Task PassiveCheck_NothingIsPolled_IsHealthyWithoutARequest()
    {
        Assert.That((await CheckAsync(options => options.IsPassive = true)).Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task PassiveCheck_PollsFail_IsDegradedAndThenUnhealthyAndThenHealthy()
    {
        Service.Set("a", "running");
        Start(options => options.IsPassive = true);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Healthy));

        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));

        var outage = Clock.GetUtcNow();
        while (Clock.GetUtcNow() - outage < TimeSpan.FromMinutes(6))
        {
            await PollAsync();
        }

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(wait.IsCompleted, Is.False);

        Service.Fault = _ => null;
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task PassiveCheck_KeyIsRejected_IsUnhealthy()
    {
        Service.Set("a", "running");
        Start(options => options.IsPassive = true);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await PollAsync();
        Service.Fault = _ => HttpStatusCode.Unauthorized;
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(wait.IsCompleted, Is.False, "a wait tolerates two rejections");
    }

    [Test]
    public async Task PassiveCheck_OutageEndsTheWait_IsUnhealthyForAsLongAsTheOutageTimeout()
    {
        Service.Set("a", "running");
        Start(options => options.IsPassive = true);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await PollAsync();
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        while (!wait.IsCompleted)
        {
            var delay = Clock.ArmedAsync(due => due < OneHour);
            if (await Task.WhenAny(delay, wait) == delay)
            {
                Clock.Advance(await delay);
            }
        }

        await Assert.ThrowsAsync<RunPollingException>(() => wait);
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));

        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task PassiveCheck_OneRunIsRefused_IsDegraded()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        Start(options => options.IsPassive = true);
        _ = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });
        await PollAsync();
        Service.Fault = query => query.Contains('b', StringComparison.Ordinal) ? HttpStatusCode.UnprocessableEntity : null;
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public async Task PassiveCheck_LongRetryAfter_CountsTheTimeUntilTheCheck()
    {
        Service.Set("a", "running");
        Start(options => options.IsPassive = true);
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });
        await PollAsync();
        Service.Fail(HttpStatusCode.ServiceUnavailable, "1200");
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));

        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task PassiveCheck_ReplacedClient_IsHealthy()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IRunsClient>(new FakeRunsClient());
        services.AddHealthChecks().AddKnowledgeBaseClient("kb", options => options.IsPassive = true);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Healthy));
    }
}
