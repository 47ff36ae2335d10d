using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing;

/// <summary>Base class of tests that run over both transports of a simulator, with three runs in the knowledge base "kb".</summary>
[TestFixture(Transport.InProcess)]
[TestFixture(Transport.Http)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class TransportFixture(Transport transport) : IDisposable
{
    protected const string Running = """{ "id":"r1",  "status" : "running", "input": {"n": 1.50e+2, "s": "\u00e9é\/"} }""";
    protected const string Failed = """{"status":"failed","id":"r2"}""";
    protected const string AlsoRunning = """{"id":"r3","status":"running"}""";
    protected const string RunsOfKb = "v1/knowledge-bases/kb/runs";

    private KnowledgeBaseServer? _server;
    private HttpClient? _http;

    protected KnowledgeBaseSimulator Simulator { get; } = new();

    protected SimulatedKnowledgeBase KnowledgeBase => Simulator.KnowledgeBase("kb");

    private KnowledgeBaseServer? Server => _server ??= transport == Transport.Http ? KnowledgeBaseServer.Start(Simulator) : null;

    private HttpClient Http => _http ??= transport == Transport.Http
        ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Server!.BaseAddress }
        : new HttpClient(Simulator.CreateHandler()) { BaseAddress = KnowledgeBaseSimulator.BaseAddress };

    [SetUp]
    public void AddRuns() => KnowledgeBase.SetRunsJson($"[\n  {Running},\n  {Failed} , {AlsoRunning}]");

    public void Dispose()
    {
        _http?.Dispose();
        _server?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected RunsClient CreateClient(Action<KnowledgeBaseClientOptions>? configure = null) =>
        Server?.CreateClient(configure) ?? Simulator.CreateClient(configure);

    protected async Task<HttpResponseMessage> SendAsync(
        string path, string? key = KnowledgeBaseSimulator.DefaultApiKey, string method = "GET")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        }

        return await Http.SendAsync(request);
    }

    protected async Task<string> GetAsync(string path)
    {
        using var response = await SendAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
