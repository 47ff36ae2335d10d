using KnowledgeBaseClient.Tests.Waiting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests;

public sealed class RunsClientExtensionsTests : WaitingFixture
{
    [Test]
    public async Task ListAsync_Status_ListsTheRunsWithIt()
    {
        Service.Set("a", "running");
        Service.Set("b", "failed");

        Assert.That((await Client.ListAsync("kb", RunStatus.Failed)).Select(run => run.Id), Is.EqualTo((string[])["b"]));
        Assert.That(Service.Queries, Is.EqualTo((string[])["status=failed"]));
    }

    [Test]
    public void ListAsync_EmptyStatus_ThrowsInsteadOfListingAllRuns() =>
        Assert.That(async () => await Client.ListAsync("kb", default(RunStatus)), Throws.ArgumentException);

    [Test]
    public async Task GetAsync_RunIsListed_ReturnsIt()
    {
        Service.Set("a", "running");

        Assert.That((await Client.GetAsync("kb", "a")).Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task GetAsync_RunIsNotListed_ThrowsRunNotFoundException()
    {
        var failure = await CatchAsync<RunNotFoundException>(Client.GetAsync("kb", "a"));

        Assert.That(failure.RunIds, Is.EqualTo((string[])["a"]));
        Assert.That(failure.Message, Does.StartWith("The knowledge base kb does not list the run a."));
    }

    [Test]
    public void Extensions_NullClient_ThrowArgumentNullException()
    {
        Assert.That(async () => await ((IRunsClient)null!).ListAsync("kb", RunStatus.Failed), Throws.ArgumentNullException);
        Assert.That(async () => await ((IRunsClient)null!).GetAsync("kb", "a"), Throws.ArgumentNullException);
    }

    [Test]
    public async Task ToSummary_RunOfAList_EqualsItsSummary()
    {
        Service.Set(
            "a",
            "running",
            5,
            ""","workflow":{"name":"Ingest"},"node_ids":["n"],"progress_details":{"total_progress":5,"per_node_progress":{"n":1},"x":2}""");

        var run = (await Client.ListAsync("kb")).Single();
        var summary = (await Client.ListSummariesAsync("kb")).Single();

        Assert.That(run.ToSummary(), Is.EqualTo(summary));
    }

    [Test]
    public void Duration_FinishedRun_IsTheTimeSinceItsCreation()
    {
        var created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var run = new RunSummary { Id = "a", Status = RunStatus.Failed, CreatedAt = created, FinishedAt = created.AddMinutes(3) };

        Assert.That(run.Duration, Is.EqualTo(TimeSpan.FromMinutes(3)));
        Assert.That((run with { FinishedAt = null }).Duration, Is.Null);
    }

    [Test]
    public async Task Constructor_KeyAndAddress_UsesBoth()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = new RunsClient(TestClients.Key, server.BaseAddress);

        await client.ListAsync("kb");

        Assert.That(server.RequestTexts.Single(), Does.Contain($"X-API-Key: {TestClients.Key}"));
    }
}
