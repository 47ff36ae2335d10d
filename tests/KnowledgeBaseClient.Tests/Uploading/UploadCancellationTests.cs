using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>What ends an upload early, and what its exception says about the documents.</summary>
public sealed class UploadCancellationTests : UploadFixture
{
    [Test]
    public async Task UploadAsync_CanceledInMidFile_ThrowsWithTheTokenOfTheCaller()
    {
        using var canceling = new CancellationTokenSource();
        var documents = Documents(1).Append(EndlessAfter(200_000, canceling.Cancel)).Append(Documents(1).Single());

        var failure = (await Assert.CatchAsync<OperationCanceledException>(
            () => Client.UploadAsync("kb", documents, OneByOne(), canceling.Token).OrTimeout()))!;

        Assert.That(failure.CancellationToken, Is.EqualTo(canceling.Token));
        Assert.That(StatesOf(failure), Is.EqualTo("Accepted Unknown NotAccepted"));
        Assert.That(UploadOutcome.Of(failure)!.RunIds, Is.EqualTo([KnowledgeBase.Documents.Single().RunId]));
    }

    [Test]
    public async Task UploadAsync_CanceledBefore_SendsNothing()
    {
        var failure = (await Assert.CatchAsync<OperationCanceledException>(
            () => Client.UploadAsync("kb", Documents(2), OneByOne(), new CancellationToken(true)).OrTimeout()))!;

        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted NotAccepted"));
        Assert.That(Simulator.RequestCount, Is.Zero);
    }

    [Test]
    public async Task UploadAsync_CanceledDuringRetryDelay_IsNotAccepted()
    {
        Simulator.Faults.Always(429);
        using var canceling = new CancellationTokenSource();
        var clock = new TestClock();
        using var client = new RunsClient(
            new KnowledgeBaseClientOptions { ApiKey = TestClients.Key, BaseAddress = KnowledgeBaseSimulator.BaseAddress },
            Simulator.CreateHandler(),
            timeProvider: clock);

        var upload = client.UploadAsync("kb", Documents(1), cancellationToken: canceling.Token);
        await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(2));
        await canceling.CancelAsync();

        var failure = (await Assert.CatchAsync<OperationCanceledException>(() => upload.OrTimeout()))!;
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
    }

    [Test]
    public async Task UploadAsync_ClientDisposed_ThrowsObjectDisposed()
    {
        var documents = Documents(1).Append(EndlessAfter(200_000, Client.Dispose));

        var failure = (await Assert.CatchAsync<ObjectDisposedException>(
            () => Client.UploadAsync("kb", documents, OneByOne()).OrTimeout()))!;

        Assert.That(StatesOf(failure), Is.EqualTo("Accepted Unknown"));
    }

    [Test]
    public async Task UploadAsync_NoResponseForAttemptTimeout_IsUnknown()
    {
        Simulator.Faults.Slow(TimeSpan.FromSeconds(101));

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>(Documents(1));

        Assert.That((failure.InnerException as KnowledgeBaseTimeoutException)?.Timeout, Is.EqualTo(TimeSpan.FromSeconds(100)));
    }

    [Test]
    public async Task UploadAsync_SlowDocument_IsNoTimeout()
    {
        var document = DocumentUpload.FromStream("slow", _ => ValueTask.FromResult<Stream>(new SlowStream(Simulator.Clock)));

        var runIds = await Client.UploadAsync("kb", [document]).OrTimeout();

        Assert.That(runIds, Has.Count.EqualTo(1));
        Assert.That(Simulator.Clock.GetUtcNow(), Is.GreaterThan(RunBuilder.DefaultTime + TimeSpan.FromMinutes(9)));
    }

    [Test]
    public async Task UploadAsync_OneOfSeveralInFlightFails_AwaitsTheOthers()
    {
        Simulator.Faults.When(IsFirst).Slow(TimeSpan.FromSeconds(10));
        Simulator.Faults.When(IsFirst).Always(413);
        Simulator.Faults.When(request => !IsFirst(request)).Slow(TimeSpan.FromSeconds(60));

        var failure = await UploadFailsAsync<KnowledgeBaseApiException>(
            Documents(9), new UploadOptions { MaxFilesPerRequest = 1, MaxConcurrentRequests = 3 });

        var outcome = UploadOutcome.Of(failure)!;
        Assert.That(outcome.UnknownDocuments, Is.Empty);
        Assert.That(outcome.RunIds, Is.EquivalentTo(KnowledgeBase.Documents.Select(document => document.RunId)));
        Assert.That(outcome.RunIds, Has.Count.EqualTo(2));
        Assert.That(Simulator.RequestCount, Is.EqualTo(3));
    }

    [Test]
    public async Task UploadAsync_RejectionAndUnknown_ThrowsUnknown()
    {
        Simulator.Faults.Slow(TimeSpan.FromSeconds(10));
        Simulator.Faults.When(IsFirst).Always(413);
        Simulator.Faults.When(request => !IsFirst(request)).Always(500);

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>(
            Documents(2), new UploadOptions { MaxFilesPerRequest = 1, MaxConcurrentRequests = 2 });

        Assert.That((failure.InnerException as KnowledgeBaseApiException)?.StatusCode, Is.EqualTo((System.Net.HttpStatusCode)500));
        Assert.That(failure.Message, Does.Contain("Another request failed: POST").And.Contain("UploadOptions.MaxBytesPerRequest"));
    }

    [Test]
    public async Task UploadAsync_FailingApiKeyProvider_SendsNothing()
    {
        using var client = Simulator.CreateClient(
            options => (options.ApiKey, options.ApiKeyProvider) = (null, _ => throw new TimeoutException("vault")));

        var failure = (await Assert.CatchAsync<InvalidOperationException>(() => client.UploadAsync("kb", Documents(1)).OrTimeout()))!;

        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
    }

    private bool IsFirst(ReceivedRequest request) => ReferenceEquals(request, Simulator.Requests[0]);

    private static DocumentUpload EndlessAfter(int bytes, Action then) =>
        DocumentUpload.FromStream("endless", _ => ValueTask.FromResult<Stream>(new EndlessDocument(bytes, then)));
}
