using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>Base class of tests of uploads to the knowledge base "kb" of a simulator in process.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class UploadFixture : IDisposable
{
    private RunsClient? _client;

    protected KnowledgeBaseSimulator Simulator { get; } = new();

    protected SimulatedKnowledgeBase KnowledgeBase => Simulator.KnowledgeBase("kb");

    protected RunsClient Client => _client ??= Simulator.CreateClient();

    [SetUp]
    public void AddKnowledgeBase() => Simulator.KnowledgeBase("kb");

    public void Dispose()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Documents with the names "0", "1" and so on, in requests of one document, one request at a time.</summary>
    protected static IEnumerable<DocumentUpload> Documents(int count, int length = 10) =>
        Enumerable.Range(0, count).Select(i => DocumentUpload.FromBytes($"{i}", new byte[length]));

    protected static UploadOptions OneByOne() => new() { MaxFilesPerRequest = 1, MaxConcurrentRequests = 1 };

    protected async Task<T> UploadFailsAsync<T>(IEnumerable<DocumentUpload> documents, UploadOptions? options = null)
        where T : Exception =>
        (await Assert.CatchAsync<T>(() => Client.UploadAsync("kb", documents, options).OrTimeout()))!;

    /// <summary>The states of the requests, such as "Accepted Unknown NotAccepted".</summary>
    protected static string StatesOf(Exception failure) =>
        string.Join(' ', UploadOutcome.Of(failure)!.Batches.Select(batch => batch.State));
}
