using KnowledgeBaseClient.Tests.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>Faults at each phase of an upload: nothing that was accepted is lost, and nothing is sent twice.</summary>
public sealed class UploadFaultTests(Transport transport) : TransportFixture(transport)
{
    [TestCase(1)]
    [TestCase(100)]
    [TestCase(5_000)]
    [TestCase(2_000_000)]
    public async Task UploadAsync_CutWhileSending_IsUnknown(long bytes)
    {
        Simulator.Faults.CutRequestAfter(bytes);
        using var client = CreateClient();

        var failure = await FailAsync<UploadOutcomeUnknownException>(client, [Document("a", 1000), Document("b", 3_000_000)]);

        Assert.That(failure.Outcome.UnknownDocuments.Select(document => document.Name), Is.EqualTo(["a", "b"]));
        Assert.That(failure.InnerException, Is.TypeOf<KnowledgeBaseConnectionException>());
        Assert.That(failure.Message, Does.Contain(": a, b. ").And.Contain("Documents: 0 accepted (runs: 0), 2 unknown, 0 not accepted."));
        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
        Assert.That(KnowledgeBase.Documents, Is.Empty);
    }

    [Test]
    public async Task UploadAsync_ResponseLostAfterAcceptance_IsUnknownAndNotSentAgain()
    {
        Simulator.Faults.LoseResponse();
        using var client = CreateClient();

        var failure = await FailAsync<UploadOutcomeUnknownException>(client, [Document("a")]);

        Assert.That(KnowledgeBase.Documents, Has.Count.EqualTo(1));
        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
        Assert.That(failure.Outcome.RunIds, Is.Empty);
        Assert.That(failure.Outcome.UnknownDocuments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task UploadAsync_ResponseCut_IsUnknown()
    {
        Simulator.Faults.CutBodyAfter(5);
        using var client = CreateClient();

        var failure = await FailAsync<UploadOutcomeUnknownException>(client, [Document("a")]);

        Assert.That(failure.InnerException, Is.TypeOf<KnowledgeBaseConnectionException>());
        Assert.That(KnowledgeBase.Documents, Has.Count.EqualTo(1));
    }

    [TestCase("<html>")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("[\"r1\",")]
    [TestCase("""["r1", null]""")]
    [TestCase("""["r1", " "]""")]
    [TestCase("""["\ud800"]""")]
    [TestCase("""["r1"] 2""")]
    public async Task UploadAsync_UnreadableIds_IsUnknown(string body)
    {
        Simulator.Faults.Next(200, body: body);
        using var client = CreateClient();

        var failure = await FailAsync<UploadOutcomeUnknownException>(client, [Document("a")]);

        Assert.That(failure.InnerException, Is.TypeOf<InvalidResponseException>());
        Assert.That(failure.Message, Does.Contain("is not a list of run ids"));
    }

    [Test]
    public async Task UploadAsync_SomeIdsUnreadable_KeepsTheOthers([Values] bool cut)
    {
        Simulator.Faults.Next(200, body: """["run-1","run-2", 7]""");
        using var fault = cut ? Simulator.Faults.CutBodyAfter(18) : null;
        using var client = CreateClient();

        var failure = await FailAsync<UploadOutcomeUnknownException>(client, [Document("a")]);

        Assert.That(failure.Outcome.RunIds, Is.EqualTo(["run-1", "run-2"]));
        Assert.That(failure.Outcome.UnknownDocuments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task UploadAsync_RejectedBeforeTheBodyIsRead_ThrowsTheRejection()
    {
        Simulator.Faults.Next(413);
        using var client = CreateClient();

        var failure = await FailAsync<KnowledgeBaseApiException>(client, [Document("a", 30_000_000)]);

        Assert.That((int)failure.StatusCode, Is.EqualTo(413));
        Assert.That(UploadOutcome.Of(failure)!.NotAcceptedDocuments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task UploadAsync_SecondOfThreeRequestsFails_KeepsFirstAndDoesNotSendThird()
    {
        using var client = CreateClient();
        Simulator.Faults.When(_ => Simulator.RequestCount == 2).Always(500);

        var failure = await FailAsync<UploadOutcomeUnknownException>(
            client,
            [Document("a"), Document("b"), Document("c")],
            new UploadOptions { MaxFilesPerRequest = 1, MaxConcurrentRequests = 1 });

        Assert.That(failure.Outcome.RunIds, Is.EqualTo([KnowledgeBase.Documents.Single().RunId]));
        Assert.That(
            failure.Outcome.Batches.Select(batch => batch.State),
            Is.EqualTo([UploadBatchState.Accepted, UploadBatchState.Unknown, UploadBatchState.NotAccepted]));
        Assert.That(failure.Outcome.NotAcceptedDocuments.Single().Name, Is.EqualTo("c"));
    }

    private static DocumentUpload Document(string name, int length = 10) => DocumentUpload.FromBytes(name, new byte[length]);

    private static async Task<T> FailAsync<T>(RunsClient client, IEnumerable<DocumentUpload> documents, UploadOptions? options = null)
        where T : Exception =>
        (await Assert.ThrowsAsync<T>(() => client.UploadAsync("kb", documents, options).OrTimeout()))!;
}
