using NSubstitute;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.UnitTests;

/// <summary>Tests <see cref="DocumentImport"/> with a mock of <see cref="IRunsClient"/>: no HTTP, no time.</summary>
public sealed class DocumentImportMockTests
{
    private static readonly Dictionary<string, string> Documents = new() { ["run-1"] = "a.pdf", ["run-2"] = "b.pdf", ["run-3"] = "c.pdf" };

    private readonly IRunsClient _client = Substitute.For<IRunsClient>();

    [Test]
    public async Task WaitAsync_RunsWithDifferentResults_SortsTheDocuments()
    {
        Returns(Stream(
            new Run { Id = "run-2", Status = RunStatus.Completed },
            new Run { Id = "run-3", Status = RunStatus.AwaitingHumanFeedback },
            new Run { Id = "run-1", Status = RunStatus.Failed, Output = RawJson.Parse("""{"error":"no text found"}""") }));

        var result = await new DocumentImport(_client).WaitAsync("kb", Documents);

        Assert.That(result.Imported, Is.EqualTo((string[])["b.pdf"]));
        Assert.That(
            result.Failed,
            Is.EqualTo(new Dictionary<string, string> { ["a.pdf"] = "no text found", ["c.pdf"] = "a person must act" }));
        Assert.That(result.Unfinished, Is.Empty);
    }

    [Test]
    public async Task WaitAsync_TimesOut_ReturnsWhatFinishedInTime()
    {
        Returns(StreamUntilTimeout(new Run { Id = "run-2", Status = RunStatus.Completed }));

        var result = await new DocumentImport(_client).WaitAsync("kb", Documents);

        Assert.That(result.Imported, Is.EqualTo((string[])["b.pdf"]));
        Assert.That(result.Unfinished, Is.EqualTo((string[])["a.pdf", "c.pdf"]));
    }

    [Test]
    public async Task UploadAndWaitAsync_MockWithoutProgress_WaitsForTheReturnedRuns()
    {
        _client.UploadAsync("kb", null!).ReturnsForAnyArgs(["run-1"]);
        Returns(Stream(new Run { Id = "run-1", Status = RunStatus.Completed }));

        var ids = new List<string>();
        await foreach (var run in _client.UploadAndWaitAsync("kb", [DocumentUpload.FromBytes("a.pdf", default)]))
        {
            ids.Add(run.Id);
        }

        Assert.That(ids, Is.EqualTo((string[])["run-1"]));
    }

    [Test]
    public async Task WaitAsync_Always_WaitsForTheGivenRunsWithATimeoutAndTheToken()
    {
        using var cancellation = new CancellationTokenSource();
        Returns(Stream());

        await new DocumentImport(_client).WaitAsync("kb", Documents, cancellation.Token);

        _client.Received(1).WaitForEachAsync(
            "kb",
            Arg.Is<IEnumerable<string>>(ids => ids.SequenceEqual(Documents.Keys)),
            Arg.Is<WaitOptions>(options => options.Timeout == DocumentImport.Timeout),
            cancellation.Token);
    }

    [Test]
    public void WaitAsync_KeyIsRejected_Throws()
    {
        _client.WaitForEachAsync("", []).ReturnsForAnyArgs(_ => throw new ApiKeyRejectedException("Invalid API key"));

        Assert.That(
            () => new DocumentImport(_client).WaitAsync("kb", Documents),
            Throws.InstanceOf<KnowledgeBaseException>().With.Property(nameof(KnowledgeBaseException.IsTransient)).False);
    }

    private void Returns(IAsyncEnumerable<Run> runs) => _client.WaitForEachAsync("", []).ReturnsForAnyArgs(runs);

    private static async IAsyncEnumerable<Run> Stream(params Run[] runs)
    {
        foreach (var run in runs)
        {
            await Task.Yield();
            yield return run;
        }
    }

    private static async IAsyncEnumerable<Run> StreamUntilTimeout(Run finished)
    {
        await Task.Yield();
        yield return finished;
        throw new RunWaitTimeoutException("Not finished in time") { Pending = ["run-1", "run-3"] };
    }
}
