using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>The names and media types of documents, and invalid arguments.</summary>
public sealed class DocumentUploadTests
{
    [TestCase("a.pdf", "a.pdf")]
    [TestCase("/a/b.pdf", "b.pdf")]
    [TestCase(@"C:\a\b.pdf", "b.pdf")]
    [TestCase("C:b.pdf", "b.pdf")]
    [TestCase("10:30.txt", "10:30.txt")]
    [TestCase(".gitignore", ".gitignore")]
    public void Name_PathOfAnySystem_IsItsLastPart(string path, string expected) =>
        Assert.That(DocumentUpload.FromFile(path).Name, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("folder/")]
    [TestCase("..")]
    [TestCase(@"a\.")]
    public void FromBytes_NoFileName_Throws(string name) => Assert.Throws<ArgumentException>(() => DocumentUpload.FromBytes(name, default));

    [Test]
    public void FromBytes_LoneSurrogate_Throws() =>
        Assert.Throws<ArgumentException>(() => DocumentUpload.FromBytes($"a{'\ud800'}.txt", default));

    [TestCase("a.PDF", "application/pdf")]
    [TestCase("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [TestCase("a", "application/octet-stream")]
    [TestCase("a.unknown", "application/octet-stream")]
    public void ContentType_ByDefault_IsThatOfTheExtension(string name, string expected) =>
        Assert.That(DocumentUpload.FromBytes(name, default).ContentType, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("pdf")]
    [TestCase("text/plain\r\nX: y")]
    public void FromBytes_InvalidContentType_Throws(string contentType) =>
        Assert.Throws<ArgumentException>(() => DocumentUpload.FromBytes("a", default, contentType));

    [Test]
    public void FromStream_InvalidArguments_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => DocumentUpload.FromStream("a", null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => DocumentUpload.FromStream("a", _ => default, -1));
        Assert.Throws<ArgumentNullException>(() => DocumentUpload.FromFile(null!));
    }

    [TestCase(0, 1L, 1, "MaxFilesPerRequest is 0. Set UploadOptions.MaxFilesPerRequest to a number from 1 to 1000.")]
    [TestCase(1, 0L, 1, "MaxBytesPerRequest is 0. Set UploadOptions.MaxBytesPerRequest to at least 1, or to null for no limit.")]
    [TestCase(1, 1L, 0, "MaxConcurrentRequests is 0. Set UploadOptions.MaxConcurrentRequests to a number from 1 to 100.")]
    public async Task UploadAsync_InvalidOption_NamesItAndSendsNothing(int files, long bytes, int requests, string message)
    {
        using var client = new KnowledgeBaseClient.Testing.FakeRunsClient();
        var options = new UploadOptions { MaxFilesPerRequest = files, MaxBytesPerRequest = bytes, MaxConcurrentRequests = requests };

        var failure = (await Assert.ThrowsAsync<ArgumentException>(() => client.UploadAsync("kb", [], options)))!;

        Assert.That(failure.Message, Does.StartWith(message));
        Assert.That(UploadOutcome.Of(failure), Is.Null);
    }

    [TestCase(20, null, "20 20 10")]
    [TestCase(1000, 25L, "2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2")]
    [TestCase(1000, 5L, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    public void Create_FiftyDocumentsOfTenBytes_AreSplitByFilesAndBytes(int files, long? bytes, string expected)
    {
        var options = new UploadOptions { MaxFilesPerRequest = files, MaxBytesPerRequest = bytes };
        var documents = Enumerable.Range(0, 50).Select(i => DocumentUpload.FromBytes($"{i}", new byte[10]));

        var plan = UploadPlan.Create(documents, options, new KeyRedactor());

        Assert.That(string.Join(' ', plan.Batches.Select(batch => batch.Count)), Is.EqualTo(expected));
        Assert.That((plan.Files, plan.Bytes), Is.EqualTo((50, 500)));
    }

    [TestCase(100L, "1 1 1 2")]
    [TestCase(null, "5")]
    public void Create_UnknownLength_IsAloneUnlessThereIsNoLimit(long? bytes, string expected)
    {
        var options = new UploadOptions { MaxBytesPerRequest = bytes };
        DocumentUpload[] documents =
        [
            DocumentUpload.FromBytes("a", new byte[10]),
            DocumentUpload.FromStream("b", _ => default),
            DocumentUpload.FromStream("c", _ => default),
            DocumentUpload.FromBytes("d", new byte[10]),
            DocumentUpload.FromBytes("e", new byte[10]),
        ];

        var plan = UploadPlan.Create(documents, options, new KeyRedactor());

        Assert.That(string.Join(' ', plan.Batches.Select(batch => batch.Count)), Is.EqualTo(expected));
        Assert.That(plan.Bytes, Is.Null);
    }
}
