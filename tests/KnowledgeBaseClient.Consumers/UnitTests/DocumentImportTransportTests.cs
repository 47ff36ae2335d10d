using KnowledgeBaseClient.Consumers.Fakes;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.UnitTests;

/// <summary>
/// Tests <see cref="DocumentImport"/> with the real client over a fake transport and a fake clock: an hour takes milliseconds.
/// </summary>
[CancelAfter(60_000)]
public sealed class DocumentImportTransportTests
{
    private static readonly Dictionary<string, string> Documents = new() { ["run-1"] = "a.pdf", ["run-2"] = "b.pdf", ["run-3"] = "c.pdf" };

    private readonly FastClock _clock = new();
    private readonly DateTimeOffset _start;

    public DocumentImportTransportTests() => _start = _clock.GetUtcNow();

    private TimeSpan Elapsed => _clock.GetUtcNow() - _start;

    [Test]
    public async Task WaitAsync_OneRunNeverFinishes_ReturnsTheOthersAfterTheTimeout(CancellationToken cancellationToken)
    {
        using var service = new FakeRunsHandler(() =>
        [
            RunningFor(TimeSpan.FromMinutes(45), new Run { Id = "run-1", Status = RunStatus.Completed }),
            RunningFor(TimeSpan.FromMinutes(30), new Run
            {
                Id = "run-2",
                Status = RunStatus.Failed,
                Output = RawJson.Parse("""{"error":{"message":"no text found"}}"""),
            }),
            new Run { Id = "run-3", Status = RunStatus.Running },
        ]);
        using var client = CreateClient(service);

        var result = await new DocumentImport(client).WaitAsync("kb", Documents, cancellationToken);

        Assert.That(result.Imported, Is.EqualTo((string[])["a.pdf"]));
        Assert.That(result.Failed, Is.EqualTo(new Dictionary<string, string> { ["b.pdf"] = "no text found" }));
        Assert.That(result.Unfinished, Is.EqualTo((string[])["c.pdf"]));
        Assert.That(service.Requests, Is.GreaterThan(3_600 / 17), "the longest interval is 15 s, and varies by 10 %");
    }

    [Test]
    public async Task WaitAsync_ServiceIsDownForFourMinutes_ImportsAllDocuments(CancellationToken cancellationToken)
    {
        using var service = new FakeRunsHandler(() => Elapsed < TimeSpan.FromMinutes(4)
            ? throw new HttpRequestException("The service is down.")
            : Documents.Keys.Select(id => new Run { Id = id, Status = RunStatus.Completed }));
        using var client = CreateClient(service);

        var result = await new DocumentImport(client).WaitAsync("kb", Documents, cancellationToken);

        Assert.That(result.Imported, Is.EquivalentTo(Documents.Values));
        Assert.That(service.Requests, Is.GreaterThan(2));
    }

    private Run RunningFor(TimeSpan time, Run finished) =>
        Elapsed < time ? new Run { Id = finished.Id, Status = RunStatus.Running } : finished;

    private RunsClient CreateClient(HttpMessageHandler service) =>
        new(new KnowledgeBaseClientOptions { ApiKey = "key-for-this-test" }, service, timeProvider: _clock);
}
