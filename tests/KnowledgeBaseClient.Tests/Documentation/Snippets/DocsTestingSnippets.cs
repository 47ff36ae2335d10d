using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace DocumentationSnippets;

/// <summary>The C# of docs/testing.md, compiled and run: each region is one of its code blocks, in order.</summary>
public sealed class DocsTestingSnippets
{
    [Test]
    public async Task Simulator_RunOfAnHour_FailsAfterIt()
    {
        #region simulate
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(RunScript
            .Queued(TimeSpan.FromMinutes(5))
            .Running(to: 60, over: TimeSpan.FromMinutes(55))
            .Failed("no text found"));
        using var client = simulator.CreateClient();

        var run = await client.WaitForCompletionAsync("contracts", runId);

        Assert.That(run.ErrorMessage, Is.EqualTo("no text found"));
        Assert.That(run.Duration, Is.EqualTo(TimeSpan.FromHours(1)));
        #endregion
    }

    [Test]
    public void Scripts_Several_CanBeAdded()
    {
        var simulator = new KnowledgeBaseSimulator(new SimulationClock(skipsTime: false));
        var minute = TimeSpan.FromMinutes(1);
        #region scripts
        var contracts = simulator.KnowledgeBase("contracts");

        // Not listed for a moment, then two nodes that run one after the other.
        contracts.AddRun(RunScript.Unlisted(minute / 4).Running(over: 10 * minute, nodes: ["load", "ocr"]).Completed());

        // Waits for a person, and continues after an hour.
        contracts.AddRun(RunScript.Queued().Running(to: 40).AwaitingHumanFeedback().For(60 * minute).Running(over: minute).Completed());

        // Goes back to the queue, then vanishes from the list.
        contracts.AddRun(RunScript.Queued().Running(to: 80, over: minute).Requeued(minute).Running(over: minute).Vanished());

        // A hundred different runs. The same seed gives the same runs.
        var runIds = contracts.AddRandomRuns(100, within: 30 * minute, seed: 1);
        #endregion
        Assert.That(contracts.Runs, Has.Count.EqualTo(102));
        Assert.That(runIds, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task Faults_Several_AreSurvivedByAWait()
    {
        #region faults
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(RunScript.Queued().Running(over: TimeSpan.FromHours(1)).Completed());
        simulator.Faults.Next(503);
        simulator.Faults.WithProbability(0.1, seed: 1).CutBodyAfter(bytes: 20);
        var outage = simulator.Faults.Outage(from: TimeSpan.FromMinutes(10), duration: TimeSpan.FromMinutes(4));
        using var client = simulator.CreateClient();

        var run = await client.WaitForCompletionAsync("contracts", runId);

        Assert.That(run.Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(outage.Count, Is.GreaterThan(1));
        #endregion
    }

    [Test]
    public async Task Clock_BackgroundService_AdvancesStepByStep()
    {
        #region clock
        var clock = new SimulationClock(skipsTime: false);
        var simulator = new KnowledgeBaseSimulator(clock);
        simulator.KnowledgeBase("contracts").AddRun(RunScript.Queued(TimeSpan.FromMinutes(10)).Failed("no text found"));
        using var client = simulator.CreateClient();
        var failed = new List<string>();
        _ = WatchAsync();

        await clock.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.That(failed, Is.Empty);
        await clock.AdvanceUntilAsync(() => failed.Count == 1, limit: TimeSpan.FromHours(1));

        async Task WatchAsync()
        {
            await foreach (var change in client.WatchAsync("contracts"))
            {
                if (change.Kind == RunChangeKind.Failed)
                {
                    failed.Add(change.Current.Id);
                }
            }
        }
        #endregion
    }

    [Test]
    public async Task Application_WithItsRegistrations_UsesTheSimulator()
    {
        #region application
        var simulator = new KnowledgeBaseSimulator();
        simulator.KnowledgeBase("contracts").AddRun(new RunBuilder("run-1").Completed().Build());
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")); // the application's own code
        builder.Services.AddKnowledgeBaseSimulator(simulator);
        using var host = builder.Build();
        await host.StartAsync();

        var runs = await host.Services.GetRequiredService<IRunsClient>().ListAsync("contracts");

        Assert.That(runs, Has.Count.EqualTo(1));
        #endregion
    }

    [Test]
    public async Task FakeClient_ScriptAndFailure_BehavesLikeTheClient()
    {
        #region fake
        using var client = new FakeRunsClient();
        var runId = client.KnowledgeBase("contracts").AddRun(RunScript.Queued(TimeSpan.FromHours(1)).Completed());
        client.FailNext(new RateLimitedException("Too many requests"));

        Assert.That(() => client.ListAsync("contracts"), Throws.TypeOf<RateLimitedException>());
        Assert.That((await client.WaitForCompletionAsync("contracts", runId)).Status, Is.EqualTo(RunStatus.Completed));
        #endregion
    }

    [Test]
    public void Constructed_ModelsAndExceptions_HoldTheirValues()
    {
        #region construct
        var failed = new RunBuilder("run-1").Failed("no text found", node: "ocr").Build();
        var halfway = new RunBuilder("run-2").WithNodes("load", "ocr").Running(50).Build() with { Source = "api" };
        var change = new RunChange { Current = halfway.ToSummary(), Kind = RunChangeKind.Progressed };
        var timedOut = new RunWaitTimeoutException("Not finished in time") { Pending = ["run-1"] };
        #endregion
        Assert.That(() => failed.EnsureCompleted(), Throws.TypeOf<RunFailedException>().With.Message.Contains("no text found"));
        Assert.That(change.Current.ProgressDetails!.RunningNodes, Is.EqualTo((string[])["ocr"]));
        Assert.That(timedOut.Pending, Is.EqualTo((string[])["run-1"]));
    }

    [Test]
    public async Task Server_ServesTheSimulator_OverHttp()
    {
        #region server
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("contracts").AddRun(RunScript.Queued().Completed(), "run-1");
        server.Simulator.Faults.Next(503);
        using var client = new RunsClient(server.ApiKey, server.BaseAddress);

        var run = await client.GetAsync("contracts", "run-1");

        Assert.That(run.Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(server.Simulator.RequestCount, Is.EqualTo(2));
        #endregion
    }
}
