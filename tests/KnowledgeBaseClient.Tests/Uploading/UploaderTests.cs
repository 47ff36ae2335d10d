using System.Text;
using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>What an upload sends and returns, over both transports of the simulator.</summary>
public sealed class UploaderTests(Transport transport) : TransportFixture(transport)
{
    [Test]
    public async Task UploadAsync_Documents_ArriveUnchangedAndReturnTheirRuns()
    {
        using var client = CreateClient();
        var large = new byte[3_000_000];
        new Random(1).NextBytes(large);

        var runIds = await client.UploadAsync(
            "kb", [DocumentUpload.FromBytes("a.pdf", "one"u8.ToArray()), DocumentUpload.FromBytes("b.txt", large), Empty("c")]);

        var documents = KnowledgeBase.Documents;
        Assert.That(documents.Select(document => document.Name), Is.EqualTo(["a.pdf", "b.txt", "c"]));
        Assert.That(documents.Select(document => document.Length), Is.EqualTo([3, 3_000_000, 0]));
        Assert.That(documents[0].Content.ToArray(), Is.EqualTo("one"u8.ToArray()));
        Assert.That(documents[1].Content.Span.SequenceEqual(large.AsSpan(0, 1024 * 1024)), Is.True);
        Assert.That(
            documents.Select(document => document.ContentType), Is.EqualTo(["application/pdf", "text/plain", "application/octet-stream"]));
        Assert.That(runIds, Is.EqualTo(documents.Select(document => document.RunId)));
    }

    [TestCase("Verträge 2026 – 契約.pdf", "Verträge 2026 – 契約.pdf")]
    [TestCase("a\"b.pdf", "a%22b.pdf")]
    [TestCase("a\r\nX-Api-Key: b\t.pdf", "a%0D%0AX-Api-Key: b%09.pdf")]
    [TestCase("../../etc/passwd", "passwd")]
    [TestCase(@"C:\Users\me\report; final=1.docx", "report; final=1.docx")]
    [TestCase("100 % 😀.txt", "100 % 😀.txt")]
    [TestCase("=?utf-8?B?YQ==?=", "=?utf-8?B?YQ==?=")]
    public async Task UploadAsync_FileName_IsSentAsBrowsersDo(string name, string expected)
    {
        using var client = CreateClient();

        await client.UploadAsync("kb", [Empty(name)]);

        Assert.That(KnowledgeBase.Documents.Single().Name, Is.EqualTo(expected));
    }

    [TestCase("/contracts/2026")]
    [TestCase("a&b=c#d ü/../?")]
    [TestCase("%2F")]
    public async Task UploadAsync_Prefix_IsEscaped(string prefix)
    {
        using var client = CreateClient();

        await client.UploadAsync("kb", [Empty("a")], new UploadOptions { Prefix = prefix });

        Assert.That(KnowledgeBase.Documents.Single().Prefix, Is.EqualTo(prefix));
        Assert.That(Simulator.Requests[0].Query, Is.EqualTo($"prefix={Uri.EscapeDataString(prefix)}"));
    }

    [TestCase(null)]
    [TestCase(" ")]
    public async Task UploadAsync_NoPrefix_SendsNone(string? prefix)
    {
        using var client = CreateClient();

        await client.UploadAsync("kb", [Empty("a")], new UploadOptions { Prefix = prefix });

        Assert.That(Simulator.Requests[0].ToString(), Is.EqualTo("POST /v1/knowledge-bases/kb/upload_train"));
    }

    [Test]
    public async Task UploadAsync_500Files_ReturnsIdsInOrderOfFiles()
    {
        using var client = CreateClient();

        var runIds = await client.UploadAsync("kb", Enumerable.Range(0, 500).Select(i => Empty($"{i}.txt")));

        var idByName = KnowledgeBase.Documents.ToDictionary(document => document.Name, document => document.RunId);
        Assert.That(Simulator.RequestCount, Is.EqualTo(25));
        Assert.That(runIds, Is.EqualTo(Enumerable.Range(0, 500).Select(i => idByName[$"{i}.txt"])));
    }

    [Test]
    public async Task UploadAsync_StreamOfUnknownLength_IsChunked()
    {
        using var client = CreateClient();
        var content = new byte[200_000];

        await client.UploadAsync("kb", [DocumentUpload.FromStream("a.bin", _ => ValueTask.FromResult(Chunked(content)))]);

        Assert.That(KnowledgeBase.Documents.Single().Length, Is.EqualTo(content.Length));
        Assert.That(Simulator.Requests[0].Headers.ContainsKey("Content-Length"), Is.False);
    }

    [Test]
    public async Task UploadAsync_Files_HaveTheirNames()
    {
        using var client = CreateClient();
        using var folder = new TemporaryFolder();
        var path = folder.Write("Bericht ü.md", "# Text");

        await client.UploadAsync("kb", [DocumentUpload.FromFile(path), DocumentUpload.FromFile(path, "other.html")]);

        Assert.That(KnowledgeBase.Documents.Select(document => document.Name), Is.EqualTo(["Bericht ü.md", "other.html"]));
        Assert.That(KnowledgeBase.Documents.Select(document => document.ContentType), Is.EqualTo(["text/markdown", "text/html"]));
        Assert.That(Encoding.UTF8.GetString(KnowledgeBase.Documents[1].Content.Span), Is.EqualTo("# Text"));
    }

    [Test]
    public async Task UploadAsync_NoDocuments_SendsNothing()
    {
        using var client = CreateClient();

        Assert.That(await client.UploadAsync("kb", []), Is.Empty);
        Assert.That(Simulator.RequestCount, Is.Zero);
    }

    [Test]
    public async Task UploadAsync_SentTwiceByKeyRotation_OpensDocumentsAgain()
    {
        var keys = new Queue<string>(["expired-key", KnowledgeBaseSimulator.DefaultApiKey]);
        using var client = CreateClient(options =>
            (options.ApiKey, options.ApiKeyProvider) = (null, _ => ValueTask.FromResult(keys.Dequeue())));
        var progress = new List<UploadProgress>();

        await client.UploadAsync(
            "kb",
            [DocumentUpload.FromBytes("a", new byte[100]), DocumentUpload.FromBytes("b", new byte[50])],
            new UploadOptions { Progress = new SynchronousProgress<UploadProgress>(progress.Add) });

        Assert.That(KnowledgeBase.Documents.Select(document => document.Length), Is.EqualTo([100, 50]));
        Assert.That(progress[^1].BytesSent, Is.EqualTo(150));
        Assert.That(progress[^1].FilesSent, Is.EqualTo(2));
    }

    private static DocumentUpload Empty(string name) => DocumentUpload.FromBytes(name, default);

    private static Stream Chunked(byte[] content) => System.IO.Pipelines.PipeReader.Create(new(content)).AsStream();
}
