using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Arguments that would ask for something else than meant are refused before anything is sent.</summary>
public sealed class ArgumentTests
{
    private static readonly string?[] BadIds = [null, "", " ", "\t\n", ".", ".."];

    // Named, as no filter finds a test with half a pair in its name.
    private static readonly TestCaseData[] HalfPairs =
    [
        new TestCaseData("\ud800").SetArgDisplayNames("half a pair"),
        new TestCaseData("a\udc00b").SetArgDisplayNames("half a pair within"),
    ];

    private static readonly string[] BadRunIds = ["a,b", ","];

    [TestCaseSource(nameof(BadIds))]
    [TestCaseSource(nameof(HalfPairs))]
    public async Task AnyCall_BadKnowledgeBaseId_ThrowsWithoutSending(string? id)
    {
        await ThrowsWithoutSendingAsync(client => client.ListAsync(id!), "knowledgeBaseId");
        await ThrowsWithoutSendingAsync(client => client.ListSummariesAsync(id!), "knowledgeBaseId");
        await ThrowsWithoutSendingAsync(client => client.FindAsync(id!, "run"), "knowledgeBaseId");
        await ThrowsWithoutSendingAsync(
            client =>
            {
                client.StreamAsync(id!);
                return Task.CompletedTask;
            },
            "knowledgeBaseId");
    }

    [TestCaseSource(nameof(BadIds))]
    [TestCaseSource(nameof(HalfPairs))]
    [TestCaseSource(nameof(BadRunIds))]
    public async Task AnyCall_BadRunId_ThrowsWithoutSending(string? id)
    {
        await ThrowsWithoutSendingAsync(client => client.FindAsync("kb", id!), "runId");
        await ThrowsWithoutSendingAsync(client => client.ListAsync("kb", new RunFilter { RunIds = ["good", id!] }), "filter");
    }

    [Test]
    public async Task AnyCall_IdTooLongForAUrl_ThrowsWithoutSending()
    {
        var id = new string('x', 2049);
        await ThrowsWithoutSendingAsync(client => client.ListAsync(id), "knowledgeBaseId");
        await ThrowsWithoutSendingAsync(client => client.FindAsync("kb", id), "runId");
        await ThrowsWithoutSendingAsync(client => client.ListAsync("kb", new RunFilter { RunIds = [id] }), "filter");
    }

    [Test]
    public async Task ListAsync_StatusThatCannotBeSent_ThrowsWithoutSending()
    {
        await ThrowsWithoutSendingAsync(client => client.ListAsync("kb", new RunFilter { Status = new RunStatus("\ud800") }), "filter");
    }

    private static async Task ThrowsWithoutSendingAsync(Func<IRunsClient, Task> call, string parameter)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<ArgumentException>(() => call(client));

        Assert.That(thrown!.ParamName, Is.EqualTo(parameter));
        Assert.That(server.RequestHeads, Is.Empty);
    }
}
