using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.HealthChecks;

/// <summary>The health check: one small request, and what the polls of waits and watches see.</summary>
public sealed class KnowledgeBaseHealthCheckTests : IDisposable
{
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();
    private readonly FakeRunsService _service = new();
    private ServiceProvider? _services;

    public void Dispose()
    {
        _services?.Dispose();
        _service.Dispose();
    }

    [Test]
    public async Task Check_ServiceResponds_IsHealthyAfterOneSmallRequest()
    {
        var result = await CheckAsync();

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_service.Queries, Is.EqualTo((string[])["run_ids=health-check"]));
    }

    [TestCase(HttpStatusCode.TooManyRequests, ExpectedResult = HealthStatus.Degraded)]
    [TestCase(HttpStatusCode.Unauthorized, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.Forbidden, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.NotFound, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.ServiceUnavailable, ExpectedResult = HealthStatus.Unhealthy)]
    public async Task<HealthStatus> Check_ServiceFails_HasTheStatusOfTheFailure(HttpStatusCode status)
    {
        _service.Fault = _ => status;

        var result = await CheckAsync();

        Assert.That(result.Description, Does.Contain($"{(int)status}"));
        return result.Status;
    }

    [Test]
    public async Task Check_NoConnection_IsUnhealthy()
    {
        _service.Override = _ => throw new HttpRequestException("Connection refused");

        Assert.That((await CheckAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task Check_SlowResponse_IsDegraded()
    {
        _service.Override = _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(6));
            return null;
        };

        var result = await CheckAsync();

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(result.Description, Does.Contain("6 s").And.Contain("5 s"));
    }

    [Test]
    public async Task Check_OtherFailureStatus_IsThatStatus()
    {
        _service.Fault = _ => HttpStatusCode.Unauthorized;

        Assert.That((await CheckAsync(failureStatus: HealthStatus.Degraded)).Status, Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public async Task Check_KeyedClient_UsesItsKey()
    {
        var result = await CheckAsync(options => options.ServiceKey = "tenant-a");

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PassiveCheck_NothingIsPolled_IsHealthyWithoutARequest()
    {
        Assert.That((await CheckAsync(options => options.IsPassive = true)).Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_service.Queries, Is.Empty);
    }

    [Test]
    public async Task PassiveCheck_PollsFail_IsDegradedAndThenUnhealthyAndThenHealthy()
    {
        _service.Set("a", "running");
        Start(options => options.IsPassive = true);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Healthy));

        _service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));

        var outage = _clock.GetUtcNow();
        while (_clock.GetUtcNow() - outage < TimeSpan.FromMinutes(6))
        {
            await PollAsync();
        }

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(wait.IsCompleted, Is.False);

        _service.Fault = _ => null;
        await PollAsync();
        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task PassiveCheck_KeyIsRejected_IsUnhealthy()
    {
        _service.Set("a", "running");
        Start(options => options.IsPassive = true);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await PollAsync();
        _service.Fault = _ => HttpStatusCode.Unauthorized;
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(wait.IsCompleted, Is.False, "a wait tolerates two rejections");
    }

    [Test]
    public async Task Check_RequestSucceedsWhilePollsFail_IsDegraded()
    {
        _service.Set("a", "running");
        Start();
        _ = Client.WaitForCompletionAsync("kb", "a");
        await PollAsync();
        _service.Fault = query => query == "run_ids=a" ? HttpStatusCode.ServiceUnavailable : null;
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public async Task PassiveCheck_ReplacedClient_IsHealthy()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IRunsClient>(new RunsClient(TestClients.Key));
        services.AddHealthChecks().AddKnowledgeBaseClient("kb", options => options.IsPassive = true);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public void AddKnowledgeBaseClient_InvalidArguments_Throws()
    {
        var builder = new ServiceCollection().AddHealthChecks();

        Assert.That(() => builder.AddKnowledgeBaseClient(" "), Throws.ArgumentException);
        Assert.That(
            () => builder.AddKnowledgeBaseClient("kb", options => options.DegradedAfter = TimeSpan.FromSeconds(-1)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private IRunsClient Client => _services!.GetRequiredService<IRunsClient>();

    private async Task<HealthReportEntry> CheckAsync(
        Action<KnowledgeBaseHealthCheckOptions>? configure = null, HealthStatus? failureStatus = null)
    {
        Start(configure, failureStatus);
        return await EntryAsync();
    }

    private void Start(Action<KnowledgeBaseHealthCheckOptions>? configure = null, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddKnowledgeBaseClient(Configure).ConfigurePrimaryHttpMessageHandler(() => _service);
        services.AddKeyedKnowledgeBaseClient("tenant-a", Configure).ConfigurePrimaryHttpMessageHandler(() => _service);
        services.AddHealthChecks().AddKnowledgeBaseClient("kb", configure, failureStatus: failureStatus);
        _services = services.BuildServiceProvider();

        static void Configure(KnowledgeBaseClientOptions options)
        {
            (options.ApiKey, options.MaxRetries) = (TestClients.Key, 0);
            (options.AttemptTimeout, options.TotalTimeout) = (OneHour, OneHour);
        }
    }

    private async Task<HealthReportEntry> EntryAsync() =>
        (await _services!.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["knowledge_base"];

    private async Task<HealthStatus> StatusAsync() => (await EntryAsync()).Status;

    // Waits until the poller is idle, and runs the next poll.
    private async Task PollAsync()
    {
        _clock.Advance(await _clock.ArmedAsync(due => due < OneHour));
        await _clock.ArmedAsync(due => due < OneHour);
    }
}
