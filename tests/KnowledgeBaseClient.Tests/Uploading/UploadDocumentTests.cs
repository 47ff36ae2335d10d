using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>Documents that cannot be read as expected.</summary>
public sealed class UploadDocumentTests : UploadFixture
{
    [Test]
    public async Task UploadAsync_MissingFile_SendsNothing()
    {
        var documents = Documents(30).Append(DocumentUpload.FromFile("/no/such/folder/report.pdf"));

        var failure = await UploadFailsAsync<IOException>(documents, OneByOne());

        Assert.That(failure.Message, Does.StartWith("The document report.pdf cannot be read: ").And.Contain("/no/such/folder/report.pdf"));
        Assert.That(failure.InnerException, Is.InstanceOf<IOException>());
        Assert.That(Simulator.RequestCount, Is.Zero);
    }

    [Test]
    public async Task UploadAsync_FileDisappearsBeforeItsRequest_IsNotAccepted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("b.txt", "text");
        var options = OneByOne();
        options.Progress = new SynchronousProgress<UploadProgress>(_ => File.Delete(path));

        var failure = await UploadFailsAsync<IOException>(Documents(1).Append(DocumentUpload.FromFile(path)), options);

        Assert.That(failure.Message, Does.StartWith("The document b.txt cannot be read: "));
        Assert.That(StatesOf(failure), Is.EqualTo("Accepted NotAccepted"));
        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
    }

    [TestCase(99_999, "has more")]
    [TestCase(100_001, "has only 100000")]
    public async Task UploadAsync_OtherLengthThanAnnounced_IsNotSentAsAWhole(long length, string problem)
    {
        var document = DocumentUpload.FromStream("a.bin", _ => ValueTask.FromResult(NotSeekable(new byte[100_000])), length);

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>([document]);

        Assert.That(failure.InnerException, Is.TypeOf<IOException>());
        Assert.That(failure.InnerException!.Message, Does.Contain($"should have {length} bytes, but {problem}"));
        Assert.That(KnowledgeBase.Documents, Is.Empty);
        Assert.That(Simulator.RequestCount, Is.EqualTo(1));
    }

    [Test]
    public async Task UploadAsync_FileGrowsWhileItIsSent_IsNotSentAsAWhole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("log.txt", new string('a', 3_000_000));
        var options = new UploadOptions
        {
            Progress = new SynchronousProgress<UploadProgress>(_ =>
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
                file.Write("more"u8);
            }),
        };
        var document = DocumentUpload.FromStream("log.txt", _ => ValueTask.FromResult<Stream>(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)));

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>([document], options);

        Assert.That(failure.InnerException!.Message, Does.Contain("should have 3000000 bytes, but has more"));
        Assert.That(KnowledgeBase.Documents, Is.Empty);
    }

    [Test]
    public async Task UploadAsync_FailingStream_IsUnknownWithTheCause()
    {
        var document = DocumentUpload.FromStream("a", _ => ValueTask.FromResult<Stream>(new FailingStream()));

        var failure = await UploadFailsAsync<UploadOutcomeUnknownException>([document]);

        Assert.That(failure.InnerException!.Message, Is.EqualTo("The document a cannot be read: disk error."));
        Assert.That(failure.InnerException.InnerException, Is.TypeOf<IOException>());
    }

    [Test]
    public async Task UploadAsync_OpenFails_IsNotAccepted()
    {
        var documents = Documents(2).Append(DocumentUpload.FromStream("c", _ => throw new UnauthorizedAccessException("no access"), 10));

        var failure = await UploadFailsAsync<IOException>(documents);

        Assert.That(failure.Message, Is.EqualTo("The document c cannot be read: no access."));
        Assert.That(StatesOf(failure), Is.EqualTo("NotAccepted"));
        Assert.That(Simulator.RequestCount, Is.Zero);
    }

    [Test]
    public async Task UploadAsync_OpenReturnsNull_IsNotAccepted()
    {
        var failure = await UploadFailsAsync<IOException>([DocumentUpload.FromStream("c", _ => default)]);

        Assert.That(failure.Message, Is.EqualTo("The document c cannot be read: its function returned no stream."));
    }

    [Test]
    public async Task UploadAsync_OpenGivesUp_IsNoCancellation()
    {
        var failure = await UploadFailsAsync<IOException>(
            [DocumentUpload.FromStream("c", _ => throw new OperationCanceledException("own timeout"))]);

        Assert.That(failure.Message, Is.EqualTo("The document c cannot be read: own timeout."));
    }

    [Test]
    public async Task UploadAsync_Retry_OpensAgainAndDisposesEachStream()
    {
        Simulator.Faults.Next(429);
        var streams = new List<Stream>();
        var document = DocumentUpload.FromStream("a", _ =>
        {
            streams.Add(new MemoryStream(new byte[10]));
            return ValueTask.FromResult(streams[^1]);
        });

        await Client.UploadAsync("kb", [document]).OrTimeout();

        Assert.That(streams, Has.Count.EqualTo(2));
        Assert.That(streams.Select(stream => stream.CanRead), Has.All.False);
        Assert.That(KnowledgeBase.Documents.Single().Length, Is.EqualTo(10));
    }

    [Test]
    public async Task UploadAsync_FileChangesBeforeItsRequest_IsNotAccepted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("b.txt", "text");
        var options = OneByOne();
        options.Progress = new SynchronousProgress<UploadProgress>(_ => File.WriteAllText(path, "longer text"));

        var failure = await UploadFailsAsync<IOException>(Documents(1).Append(DocumentUpload.FromFile(path)), options);

        Assert.That(failure.Message, Does.Contain("The document b.txt should have 4 bytes, but has more. It changed during the upload"));
        Assert.That(StatesOf(failure), Is.EqualTo("Accepted NotAccepted"));
    }

    [Test]
    public async Task UploadAsync_LengthOfStreamFails_DisposesTheStream()
    {
        var stream = new MemoryStreamWithoutLength();

        await UploadFailsAsync<IOException>([DocumentUpload.FromStream("a", _ => ValueTask.FromResult<Stream>(stream))]);

        Assert.That(stream.IsDisposed, Is.True);
    }

    [Test]
    public async Task UploadAsync_StreamIgnoresTheToken_CanStillBeCanceled([Values] bool whileOpening)
    {
        using var canceling = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var document = DocumentUpload.FromStream("stuck", _ =>
        {
            if (whileOpening)
            {
                started.SetResult();
                return new ValueTask<Stream>(new TaskCompletionSource<Stream>().Task);
            }

            return ValueTask.FromResult<Stream>(new StuckStream(started.SetResult));
        });

        var upload = Client.UploadAsync("kb", Documents(1).Append(document), OneByOne(), canceling.Token);
        await started.Task.OrTimeout();
        await canceling.CancelAsync();

        var failure = (await Assert.CatchAsync<OperationCanceledException>(() => upload.OrTimeout()))!;
        Assert.That(StatesOf(failure), Is.EqualTo(whileOpening ? "Accepted NotAccepted" : "Accepted Unknown"));
    }

    [Test]
    public async Task UploadAsync_FailureOfDocumentContainsTheKey_IsRedacted()
    {
        var document = DocumentUpload.FromStream(
            $"{TestClients.Key}\r\n.txt", _ => throw new InvalidOperationException($"X-API-Key: {TestClients.Key}"));

        var failure = await UploadFailsAsync<IOException>([document]);

        Assert.That(failure.ToString(), Does.Not.Contain(TestClients.Key));
        Assert.That(failure.Message, Is.EqualTo("The document ***  .txt cannot be read: X-API-Key: ***."));
        Assert.That(failure.InnerException, Is.Null);
    }

    [Test]
    public async Task UploadAsync_ExceptionWithoutData_StillHasItsOutcome()
    {
        var options = OneByOne();
        options.Progress = new SynchronousProgress<UploadProgress>(_ => throw new ExceptionWithoutData());

        Assert.That(StatesOf(await UploadFailsAsync<ExceptionWithoutData>(Documents(1), options)), Is.EqualTo("Accepted"));
    }

    private static Stream NotSeekable(byte[] content) => System.IO.Pipelines.PipeReader.Create(new(content)).AsStream();

    private sealed class ExceptionWithoutData : Exception
    {
        public override System.Collections.IDictionary Data => null!;
    }

    private sealed class MemoryStreamWithoutLength : MemoryStream
    {
        public bool IsDisposed { get; private set; }

        public override long Length => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class StuckStream(Action onRead) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            onRead();
            return new ValueTask<int>(new TaskCompletionSource<int>().Task);
        }
    }

    private sealed class FailingStream : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("disk error");
    }
}
