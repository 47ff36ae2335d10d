using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Base class of tests of waits for runs whose service has events.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class EventHintFixture : IDisposable
{
    private protected static readonly RunScript ElevenMinutes =
        RunScript.Queued(TimeSpan.FromMinutes(1)).Running(100, TimeSpan.FromMinutes(10)).Completed();

    private protected KnowledgeBaseSimulator Simulator { get; } = new();
    private protected CapturedLogs Logs { get; } = new();
    private RunsClient? _client;

    private protected SimulatedKnowledgeBase KnowledgeBase => Simulator.KnowledgeBase("kb");

    private protected RunsClient Client => _client ??= new RunsClient(
        new KnowledgeBaseClientOptions { ApiKey = TestClients.Key, BaseAddress = KnowledgeBaseSimulator.BaseAddress },
        Simulator.CreateHandler(),
        Logs,
        Simulator.Clock);

    private protected int Polls => Simulator.Requests.Count(request => request.RunId is null);

    private protected List<ReceivedRequest> Streams => [.. Simulator.Requests.Where(request => request.RunId is not null)];

    private protected TimeSpan SinceStart => Simulator.Clock.GetUtcNow() - RunBuilder.DefaultTime;

    public void Dispose()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
    }
}
