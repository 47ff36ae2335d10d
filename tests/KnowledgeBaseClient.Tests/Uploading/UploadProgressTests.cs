using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>The progress of an upload.</summary>
public sealed class UploadProgressTests : UploadFixture
{
    private readonly List<UploadProgress> _reports = [];

    private UploadOptions Reporting => new()
    {
        MaxFilesPerRequest = 2,
        Progress = new SynchronousProgress<UploadProgress>(_reports.Add),
    };

    [Test]
    public async Task Progress_SeveralRequests_EndsWithEverything()
    {
        var runIds = await Client.UploadAsync("kb", Documents(5, length: 1000), Reporting).OrTimeout();

        Assert.That(_reports, Has.All.Matches<UploadProgress>(report => report is { TotalFiles: 5, TotalBytes: 5000 }));
        Assert.That(_reports[^1], Has.Property("FilesSent").EqualTo(5).And.Property("FilesAccepted").EqualTo(5));
        Assert.That(_reports[^1].BytesSent, Is.EqualTo(5000));
        Assert.That(_reports[^1].Percent, Is.EqualTo(100));
        Assert.That(_reports[^1].RunIds, Is.EquivalentTo(runIds));
        Assert.That(_reports[^1].ToString(), Is.EqualTo("100 %: 5 of 5 files sent, 5 accepted, 5000 bytes"));
    }

    [Test]
    public async Task Progress_LargeDocument_IsReportedForEachMebibyte()
    {
        await Client.UploadAsync("kb", Documents(1, length: 10 * 1024 * 1024), Reporting).OrTimeout();

        Assert.That(_reports, Has.Count.EqualTo(10 + 2));
        Assert.That(_reports.Select(report => report.BytesSent), Is.Ordered);
    }

    [Test]
    public async Task Progress_Retry_DoesNotCountTwice()
    {
        Simulator.Faults.Next(429);

        await Client.UploadAsync("kb", Documents(1, length: 100), Reporting).OrTimeout();

        Assert.That(_reports.Select(report => report.BytesSent), Has.All.EqualTo(100));
        Assert.That(_reports[^1].FilesSent, Is.EqualTo(1));
    }

    [Test]
    public async Task Progress_UnknownLength_CountsDocuments()
    {
        var document = DocumentUpload.FromStream("a", _ => ValueTask.FromResult<Stream>(new MemoryStream(new byte[10])));

        await Client.UploadAsync("kb", [document, .. Documents(1)], Reporting).OrTimeout();

        Assert.That(_reports[0].TotalBytes, Is.Null);
        Assert.That((_reports[0].Percent, _reports[^1].Percent), Is.EqualTo((50, 100)));
    }

    [Test]
    public async Task Progress_ReceiverThrowsAtAcceptance_EndsUploadAndKeepsTheRun()
    {
        var options = OneByOne();
        options.Progress = new SynchronousProgress<UploadProgress>(report =>
        {
            if (report.FilesAccepted > 0)
            {
                throw new InvalidTimeZoneException("bug");
            }
        });

        var failure = await UploadFailsAsync<InvalidTimeZoneException>(Documents(3), options);

        Assert.That(StatesOf(failure), Is.EqualTo("Accepted NotAccepted NotAccepted"));
        Assert.That(UploadOutcome.Of(failure)!.RunIds, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Progress_ReceiverThrowsWhileSending_CompletesTheRequestInFlight()
    {
        var calls = 0;
        var options = OneByOne();
        options.Progress = new SynchronousProgress<UploadProgress>(_ =>
        {
            calls++;
            throw new InvalidTimeZoneException("bug");
        });

        var failure = await UploadFailsAsync<InvalidTimeZoneException>(Documents(2), options);

        Assert.That(StatesOf(failure), Is.EqualTo("Accepted NotAccepted"));
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Progress_ConcurrentRequests_IsReportedByOneThreadAtATime()
    {
        var active = 0;
        var maxActive = 0;
        var options = new UploadOptions
        {
            MaxFilesPerRequest = 1,
            MaxConcurrentRequests = 10,
            Progress = new SynchronousProgress<UploadProgress>(_ =>
            {
                maxActive = Math.Max(maxActive, Interlocked.Increment(ref active));
                Thread.Yield();
                Interlocked.Decrement(ref active);
            }),
        };

        await Client.UploadAsync("kb", Documents(100), options).OrTimeout();

        Assert.That(maxActive, Is.EqualTo(1));
    }
}
