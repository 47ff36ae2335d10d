using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.HealthChecks;

/// <summary>The health check with a request, and the polls of waits and watches beside it.</summary>
public sealed class KnowledgeBaseHealthCheckTests : HealthCheckFixture
{
    [Test]
    public async Task Check_ServiceResponds_IsHealthyAfterOneSmallRequest()
    {
        var result = await CheckAsync();

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=health-check"]));
    }

    [TestCase(HttpStatusCode.TooManyRequests, ExpectedResult = HealthStatus.Degraded)]
    [TestCase(HttpStatusCode.Unauthorized, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.Forbidden, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.NotFound, ExpectedResult = HealthStatus.Unhealthy)]
    [TestCase(HttpStatusCode.ServiceUnavailable, ExpectedResult = HealthStatus.Unhealthy)]
    public async Task<HealthStatus> Check_ServiceFails_HasTheStatusOfTheFailure(HttpStatusCode status)
    {
        Service.Fault = _ => status;

        var result = await CheckAsync();

        Assert.That(result.Description, Does.Contain($"{(int)status}"));
        return result.Status;
    }

    [Test]
    public async Task Check_NoConnection_IsUnhealthy()
    {
        Service.Override = _ => throw new HttpRequestException("Connection refused");

        Assert.That((await CheckAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task Check_SlowResponse_IsDegraded()
    {
        Service.Override = _ =>
        {
            Clock.Advance(TimeSpan.FromSeconds(6));
            return null;
        };

        var result = await CheckAsync();

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(result.Description, Does.Contain("6 s").And.Contain("5 s"));
    }

    [Test]
    public async Task Check_OtherFailureStatus_IsThatStatus()
    {
        Service.Fault = _ => HttpStatusCode.Unauthorized;

        Assert.That((await CheckAsync(failureStatus: HealthStatus.Degraded)).Status, Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public async Task Check_KeyedClient_UsesItsKey()
    {
        var result = await CheckAsync(options => options.ServiceKey = "tenant-a");

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(Service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Check_RequestSucceedsWhilePollsFail_IsDegraded()
    {
        Service.Set("a", "running");
        Start();
        _ = Client.WaitForCompletionAsync("kb", "a");
        await PollAsync();
        Service.Fault = query => query == "run_ids=a" ? HttpStatusCode.ServiceUnavailable : null;
        await PollAsync();

        Assert.That(await StatusAsync(), Is.EqualTo(HealthStatus.Degraded));
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
}
