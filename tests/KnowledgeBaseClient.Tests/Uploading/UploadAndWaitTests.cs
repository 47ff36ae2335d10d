using System.Globalization;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>Uploading and waiting as one call.</summary>
public sealed class UploadAndWaitTests : UploadFixture
{
    [Test]
    public async Task UploadAndWaitAsync_SeveralRequests_ReturnsEachRunAsItFinishes()
    {
        KnowledgeBase.UploadScript = document =>
            RunScript.Queued(TimeSpan.FromMinutes(10 - int.Parse(document.Name, CultureInfo.InvariantCulture))).Completed();

        var runs = await Client.UploadAndWaitAsync("kb", Documents(9), new UploadAndWaitOptions { Upload = OneByOne() }).ToListAsync();

        var idByName = KnowledgeBase.Documents.ToDictionary(document => document.Name, document => document.RunId);
        Assert.That(runs.Select(run => run.Id), Is.EqualTo(Enumerable.Range(0, 9).Select(i => idByName[$"{8 - i}"])));
        Assert.That(runs.Select(run => run.Status), Has.All.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task UploadAndWaitAsync_SlowSecondRequest_ReturnsFirstRunWhileItIsSent()
    {
        var slow = DocumentUpload.FromStream("slow", _ => ValueTask.FromResult<Stream>(new SlowStream(Simulator.Clock)));
        var documents = Documents(1).Append(slow);

        await using var runs = Client
            .UploadAndWaitAsync("kb", documents, new UploadAndWaitOptions { Upload = OneByOne() })
            .GetAsyncEnumerator();

        Assert.That(await runs.MoveNextAsync().AsTask().OrTimeout(), Is.True);
        Assert.That(KnowledgeBase.Documents.Single().RunId, Is.EqualTo(runs.Current.Id));
        Assert.That(await runs.MoveNextAsync().AsTask().OrTimeout(), Is.True);
        Assert.That(await runs.MoveNextAsync().AsTask().OrTimeout(), Is.False);
    }

    [Test]
    public async Task UploadAndWaitAsync_Progress_IsOneForEverything()
    {
        var reports = new List<UploadAndWaitProgress>();
        var overall = new List<WaitProgress>();
        var changes = new List<RunChange>();
        var options = new UploadAndWaitOptions
        {
            Upload = OneByOne(),
            Wait = new WaitOptions
            {
                Progress = new SynchronousProgress<RunChange>(changes.Add),
                OverallProgress = new SynchronousProgress<WaitProgress>(overall.Add),
            },
            Progress = new SynchronousProgress<UploadAndWaitProgress>(reports.Add),
        };

        var runs = await Client.UploadAndWaitAsync("kb", Documents(4), options).ToListAsync();

        Assert.That(runs, Has.Count.EqualTo(4));
        Assert.That(reports[^1].Percent, Is.EqualTo(100));
        Assert.That(reports[^1].Wait, Has.Property("Total").EqualTo(4).And.Property("Completed").EqualTo(4));
        Assert.That(reports[^1].Upload.FilesAccepted, Is.EqualTo(4));
        Assert.That(
            reports[^1].ToString(), Is.EqualTo("100 %: 4 of 4 files uploaded, 4 of 4 runs completed, 0 failed, 0 stopped"));
        Assert.That(overall[^1], Is.EqualTo(reports[^1].Wait));
        Assert.That(
            changes.Where(change => change.Kind == RunChangeKind.Completed).Select(change => change.Current.Id),
            Is.EquivalentTo(runs.Select(run => run.Id)));
    }

    [Test]
    public async Task UploadAndWaitAsync_UploadFails_ReturnsFinishedRunsAndThrows()
    {
        KnowledgeBase.UploadScript = _ => Completed();
        Simulator.Faults.When(request => request.IsUpload && KnowledgeBase.Documents.Count == 2).Always(413);
        Simulator.Faults.When(request => request.IsUpload && KnowledgeBase.Documents.Count == 2).Slow(TimeSpan.FromMinutes(1));
        var runs = new List<Run>();

        var failure = (await Assert.CatchAsync<KnowledgeBaseApiException>(async () =>
        {
            await foreach (var run in Client.UploadAndWaitAsync("kb", Documents(4), new UploadAndWaitOptions { Upload = OneByOne() }))
            {
                runs.Add(run);
            }
        }))!;

        Assert.That(runs, Has.Count.EqualTo(2));
        Assert.That(UploadOutcome.Of(failure)!.RunIds, Is.EquivalentTo(runs.Select(run => run.Id)));
        Assert.That(StatesOf(failure), Is.EqualTo("Accepted Accepted NotAccepted NotAccepted"));
    }

    [Test]
    public async Task UploadAndWaitAsync_WaitFails_CompletesUploadAndKeepsAllIds()
    {
        KnowledgeBase.UploadScript = document =>
            document.Name == "0" ? RunScript.Queued(TimeSpan.FromHours(1)).Completed() : Completed();
        var options = new UploadAndWaitOptions { Upload = OneByOne(), Wait = new WaitOptions { Timeout = TimeSpan.FromSeconds(30) } };
        Simulator.Faults.When(request => request.IsUpload && KnowledgeBase.Documents.Count == 1).Slow(TimeSpan.FromMinutes(1));

        var failure = (await Assert.CatchAsync<RunWaitTimeoutException>(
            async () => await Client.UploadAndWaitAsync("kb", Documents(3), options).ToListAsync()))!;

        Assert.That(UploadOutcome.Of(failure)!.RunIds, Is.EqualTo(KnowledgeBase.Documents.Select(document => document.RunId)));
        Assert.That(UploadOutcome.Of(failure)!.RunIds, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task UploadAndWaitAsync_CanceledDuringWait_ThrowsWithTheTokenOfTheCaller([Values] bool byEnumeration)
    {
        using var canceling = new CancellationTokenSource();
        KnowledgeBase.UploadScript = document =>
            document.Name == "0" ? Completed() : RunScript.Queued(TimeSpan.FromDays(20)).Completed();
        var token = canceling.Token;
        var runs = byEnumeration
            ? Client.UploadAndWaitAsync("kb", Documents(2)).WithCancellation(token)
            : Client.UploadAndWaitAsync("kb", Documents(2), null, token).WithCancellation(CancellationToken.None);

        var failure = (await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in runs)
            {
                await canceling.CancelAsync();
            }
        }))!;

        Assert.That(failure.CancellationToken, Is.EqualTo(token));
        Assert.That(UploadOutcome.Of(failure)!.RunIds, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task UploadAndWaitAsync_EnumerationEndsEarly_EndsTheUpload()
    {
        KnowledgeBase.UploadScript = _ => Completed();
        var endless = DocumentUpload.FromStream("endless", _ => ValueTask.FromResult<Stream>(new EndlessDocument(int.MaxValue, () => { })));

        await foreach (var run in Client.UploadAndWaitAsync(
            "kb", Documents(1).Append(endless), new UploadAndWaitOptions { Upload = OneByOne() }))
        {
            break;
        }

        Assert.That(KnowledgeBase.Documents, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task UploadAndWaitAsync_NoDocuments_ReturnsNothing()
    {
        Assert.That(await Client.UploadAndWaitAsync("kb", []).ToListAsync(), Is.Empty);
        Assert.That(Simulator.RequestCount, Is.Zero);
    }

    [Test]
    public async Task UploadAndWaitAsync_EnumeratedTwice_DoesNotUploadTwice()
    {
        KnowledgeBase.UploadScript = _ => Completed();
        var runs = Client.UploadAndWaitAsync("kb", Documents(1));
        await runs.ToListAsync();

        Assert.That(async () => await runs.ToListAsync(), Throws.InvalidOperationException.With.Message.Contains("enumerated twice"));
        Assert.That(KnowledgeBase.Documents, Has.Count.EqualTo(1));
    }

    [Test]
    public void UploadAndWaitAsync_InvalidArguments_ThrowsAtOnce()
    {
        Assert.Throws<ArgumentNullException>(() => Client.UploadAndWaitAsync("kb", null!));
        Assert.Throws<ArgumentException>(() => Client.UploadAndWaitAsync("", []));
        Assert.Throws<ArgumentException>(() => Client.UploadAndWaitAsync(
            "kb", [], new UploadAndWaitOptions { Wait = new WaitOptions { Timeout = TimeSpan.Zero } }));
        Assert.Throws<ArgumentException>(() => Client.UploadAndWaitAsync(
            "kb", [], new UploadAndWaitOptions { Upload = new UploadOptions { MaxFilesPerRequest = 0 } }));
        Assert.Throws<ArgumentNullException>(() => ((IRunsClient)null!).UploadAndWaitAsync("kb", []));
    }

    private static RunScript Completed() => RunScript.Queued(TimeSpan.Zero).Completed();
}
