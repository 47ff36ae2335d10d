using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>An empty list of ids selects no run: nothing is sent. Null selects all runs.</summary>
public sealed class NoRunIdsTests : WaitingFixture
{
    private static readonly RunFilter NoIds = new() { RunIds = [] };

    [SetUp]
    public void AddRun() => Service.Set("a", "running");

    [Test]
    public async Task ListAndStream_NoIds_ReturnNothingAndSendNothing()
    {
        Assert.That(await Client.ListAsync("kb", NoIds), Is.Empty);
        Assert.That(await Client.ListSummariesAsync("kb", NoIds with { Status = RunStatus.Running }), Is.Empty);
        Assert.That(await Client.StreamAsync("kb", NoIds).ToListAsync(), Is.Empty);
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task WatchAsync_NoIds_EndsAtOnceAndSendsNothing()
    {
        Assert.That(await Client.WatchAsync("kb", new WatchOptions { Filter = NoIds }).ToListAsync(), Is.Empty);
        Assert.That(Service.Queries, Is.Empty);
    }

    [Test]
    public async Task ListAsync_NullIds_ReturnsAllRuns() =>
        Assert.That(await Client.ListAsync("kb", new RunFilter { RunIds = null }), Has.Count.EqualTo(1));

    [Test]
    public void ListAsync_NoIdsAndInvalidKnowledgeBase_Throws() =>
        Assert.That(async () => await Client.ListAsync(" ", NoIds), Throws.ArgumentException);

    [Test]
    public async Task WaitForAllAsync_SequenceOfIds_IsEnumeratedOnce()
    {
        Service.Set("a", "completed");
        var enumerations = 0;

        var runs = await Client.WaitForAllAsync("kb", Ids()).OrTimeout();

        Assert.That(runs, Has.Count.EqualTo(1));
        Assert.That(enumerations, Is.EqualTo(1));

        IEnumerable<string> Ids()
        {
            enumerations++;
            yield return "a";
            yield return "a";
        }
    }
}
