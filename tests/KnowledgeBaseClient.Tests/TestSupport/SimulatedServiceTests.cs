using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.TestSupport;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SimulatedServiceTests
{
    private const string Runs = "http://localhost/v1/knowledge-bases/kb/runs";

    [Test]
    public async Task Get_WithIdsAndStatus_ReturnsMatchingRunsInAnyKnowledgeBase()
    {
        using var service = new SimulatedService();
        service.Set("a", "running", 5, ""","x":1""");
        service.Set("b", "queued");
        service.Set("c", "running");

        var (status, body) = await GetAsync(service, "http://localhost/v1/knowledge-bases/other%20kb/runs?run_ids=a%2Cb&status=running");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body, Is.EqualTo("""[{"id":"a","status":"running","progress":5,"x":1}]"""));
        Assert.That(service.Queries, Is.EqualTo((string[])["run_ids=a,b&status=running"]));
        Assert.That(service.Paths, Is.EqualTo((string[])["/v1/knowledge-bases/other%20kb/runs"]));
    }

    [TestCase(Runs, null, HttpStatusCode.Unauthorized)]
    [TestCase(Runs + "?status=bogus", "k", HttpStatusCode.UnprocessableEntity)]
    [TestCase("http://localhost/v1/runs", "k", HttpStatusCode.NotFound)]
    public async Task Get_RequestThatTheServiceRejects_ReturnsItsStatus(string url, string? key, HttpStatusCode expected)
    {
        using var service = new SimulatedService();

        var (status, body) = await GetAsync(service, url, key);

        Assert.That(status, Is.EqualTo(expected));
        Assert.That(body, Does.StartWith("""{"detail":"""));
    }

    [Test]
    public async Task Fail_Once_AffectsTheNextRequestOnly()
    {
        using var service = new SimulatedService();
        service.Fail(HttpStatusCode.ServiceUnavailable, "3");

        var (first, _) = await GetAsync(service, Runs);
        var (second, body) = await GetAsync(service, Runs);

        Assert.That(first, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(second, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body, Is.EqualTo("[]"));
    }

    [Test]
    public async Task Gates_Open_DelayResponsesAndOnlyOneHonorsCancellation()
    {
        using var service = new SimulatedService();
        using var cancellation = new CancellationTokenSource();
        service.Gate = new TaskCompletionSource().Task;
        var canceled = GetAsync(service, Runs, cancellationToken: cancellation.Token);
        service.Gate = Task.CompletedTask;
        var gate = new TaskCompletionSource();
        service.IgnoringCancellationGate = gate.Task;
        var ignoring = GetAsync(service, Runs, cancellationToken: cancellation.Token);
        await service.RequestedAsync(2);

        await cancellation.CancelAsync();

        await Assert.ThatAsync(() => canceled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(service.MaxInFlight, Is.EqualTo(2));
        Assert.That(service.Queries, Has.Count.EqualTo(2));
        gate.SetResult();
        await Assert.ThatAsync(() => ignoring, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(
        SimulatedService service, string url, string? key = "k", CancellationToken cancellationToken = default)
    {
        using var invoker = new HttpMessageInvoker(service, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        using var response = await invoker.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
