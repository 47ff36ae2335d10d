using System.Diagnostics.Metrics;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using NUnit.Framework;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>The metrics of the client. The meter factory of each test's container separates tests that run in parallel.</summary>
[CancelAfter(60_000)]
public sealed class MetricsTests : IDisposable
{
    private readonly KnowledgeBaseSimulator _simulator = new();
    private readonly ServiceProvider _services;

    public MetricsTests()
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient();
        services.AddKnowledgeBaseSimulator(_simulator);
        _services = services.BuildServiceProvider();
    }

    private SimulatedKnowledgeBase KnowledgeBase => _simulator.KnowledgeBase("kb");

    private IRunsClient Client => _services.GetRequiredService<IRunsClient>();

    public void Dispose() => _services.Dispose();

    [Test]
    public async Task Calls_SuccessAndFailure_AreCountedByOperationAndError()
    {
        using var duration = Collect<double>("knowledge_base.call.duration");
        using var retries = Collect<long>("knowledge_base.call.retries");
        KnowledgeBase.AddRun(RunScript.Queued().Running(), "r1");

        await Client.ListAsync("kb");
        await Client.FindAsync("kb", "r1");
        _simulator.Faults.Always(503);
        await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => Client.ListSummariesAsync("kb"));

        Assert.That(
            duration.GetMeasurementSnapshot().Select(Describe),
            Is.EqualTo((string[])
            [
                "knowledge_base.operation=list_runs",
                "knowledge_base.operation=find_run",
                "error.type=503 knowledge_base.operation=list_summaries",
            ]));
        Assert.That(retries.GetMeasurementSnapshot().Select(Describe), Is.EqualTo(Enumerable.Repeat("error.type=503", 3)));
    }

    [Test]
    public async Task Waits_RunsFinish_AreCountedByStatus(CancellationToken cancellationToken)
    {
        using var duration = Collect<double>("knowledge_base.wait.duration");
        using var active = Collect<long>("knowledge_base.waits.active");
        using var watched = Collect<long>("knowledge_base.runs.watched");
        using var delay = Collect<double>("knowledge_base.notification.delay");
        using var polls = Collect<long>("knowledge_base.polls");
        using var observed = Collect<long>("knowledge_base.runs.observed");
        KnowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromMinutes(10)).Failed("no text"), "r1");
        KnowledgeBase.AddRun(new RunBuilder("r2").Completed().CreatedAt(_simulator.Clock.GetUtcNow() - TimeSpan.FromDays(1)).Build());

        await Client.WaitForAllAsync("kb", ["r1", "r2"], cancellationToken: cancellationToken);

        Assert.That(
            duration.GetMeasurementSnapshot().Select(Describe),
            Is.EqualTo((string[])["knowledge_base.run.status=completed", "knowledge_base.run.status=failed"]));
        Assert.That(duration.GetMeasurementSnapshot()[1].Value, Is.GreaterThanOrEqualTo(600));
        Assert.That(active.GetMeasurementSnapshot().Sum(measurement => measurement.Value), Is.Zero);
        Assert.That(active.GetMeasurementSnapshot()[0].Value, Is.EqualTo(1));
        Assert.That(watched.GetMeasurementSnapshot().Select(measurement => measurement.Value), Is.EqualTo((long[])[2, -1, -1]));
        Assert.That(delay.GetMeasurementSnapshot().Single().Value, Is.LessThanOrEqualTo(17), "only of the run that ended during the wait");
        Assert.That(
            polls.GetMeasurementSnapshot().Select(Describe).Distinct(), Is.EqualTo((string[])["knowledge_base.poll.outcome=success"]));
        Assert.That(
            observed.GetMeasurementSnapshot().Select(Describe),
            Is.EquivalentTo((string[])
            [
                "knowledge_base.run.status=running", "knowledge_base.run.status=completed", "knowledge_base.run.status=failed",
            ]));
    }

    [Test]
    public async Task Waits_Fail_AreCountedByError(CancellationToken cancellationToken)
    {
        using var duration = Collect<double>("knowledge_base.wait.duration");
        using var watched = Collect<long>("knowledge_base.runs.watched");
        KnowledgeBase.AddRun(RunScript.Queued().Running(), "r1");

        await Assert.ThrowsAsync<RunWaitTimeoutException>(() => Client.WaitForCompletionAsync(
            "kb", "r1", new WaitOptions { Timeout = TimeSpan.FromHours(1) }, cancellationToken));

        Assert.That(
            duration.GetMeasurementSnapshot().Select(Describe),
            Is.EqualTo((string[])["error.type=KnowledgeBaseClient.RunWaitTimeoutException"]));
        Assert.That(watched.GetMeasurementSnapshot().Sum(measurement => measurement.Value), Is.Zero);
    }

    [Test]
    public async Task Waits_CallbackFails_AreCountedAsOtherError(CancellationToken cancellationToken)
    {
        using var duration = Collect<double>("knowledge_base.wait.duration");
        KnowledgeBase.AddRun(RunScript.Queued().Running(), "r1");
        var options = new WaitOptions { Until = _ => throw new InvalidOperationException("A bug of the application.") };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.WaitForCompletionAsync("kb", "r1", options, cancellationToken));

        Assert.That(duration.GetMeasurementSnapshot().Select(Describe), Is.EqualTo((string[])["error.type=_OTHER"]));
    }

    // A test with OpenTelemetry listens to the meters of all containers.
    [Test]
    [NonParallelizable]
    public async Task Waits_ListenerStartsDuringAWait_DoesNotCountDown(CancellationToken cancellationToken)
    {
        using var duration = Collect<double>("knowledge_base.wait.duration");
        MetricCollector<long>? active = null;
        KnowledgeBase.AddRun(RunScript.Queued().Completed(), "r1");
        var options = new WaitOptions
        {
            Progress = new SynchronousProgress<RunChange>(_ => active = Collect<long>("knowledge_base.waits.active")),
        };

        await Client.WaitForCompletionAsync("kb", "r1", options, cancellationToken);

        Assert.That(active!.GetMeasurementSnapshot(), Is.Empty);
        active.Dispose();
    }

    [Test]
    public async Task Received_CallsAndPolls_CountsTheBytesOfTheBodies(CancellationToken cancellationToken)
    {
        using var received = Collect<long>("knowledge_base.received");
        const string Body = """[{"id":"r1","status":"completed","progress":0}]""";
        KnowledgeBase.SetRunsJson(Body);

        await Client.ListAsync("kb", cancellationToken: cancellationToken);
        await Client.WaitForCompletionAsync("kb", "r1", cancellationToken: cancellationToken);

        Assert.That(
            received.GetMeasurementSnapshot().Select(measurement => measurement.Value), Is.EqualTo((long[])[Body.Length, Body.Length]));
    }

    [Test]
    public async Task Export_ByOpenTelemetry_HasUnitsAndDescriptions()
    {
        Exported<Metric> exported = [];
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(KnowledgeBaseTelemetry.MeterName)
            .AddInMemoryExporter(exported)
            .Build();
        using var client = _simulator.CreateClient();
        KnowledgeBase.AddRun(RunScript.Queued().Completed(), "r1");
        await client.WaitForCompletionAsync("kb", "r1");
        await client.ListAsync("kb");

        provider.ForceFlush();

        var metrics = exported.Snapshot().DistinctBy(metric => metric.Name).ToDictionary(metric => metric.Name);
        Assert.That(metrics["knowledge_base.call.duration"].Unit, Is.EqualTo("s"));
        Assert.That(metrics["knowledge_base.polls"].Unit, Is.EqualTo("{poll}"));
        Assert.That(metrics["knowledge_base.received"].Unit, Is.EqualTo("By"));
        Assert.That(metrics.Values.Select(metric => metric.Description), Is.All.Not.Empty);
    }

    private MetricCollector<T> Collect<T>(string name)
        where T : struct => new(_services.GetRequiredService<IMeterFactory>(), KnowledgeBaseTelemetry.MeterName, name);

    private static string Describe<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(' ', measurement.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
}
