using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>Arguments that would ask for something else than meant are refused before anything is sent.</summary>
public sealed class IdentifierTests
{
    private static readonly string?[] BadIds = [null, "", " ", "\t\n", ".", ".."];

    // Named, as no filter finds a test with half a pair in its name.
    private static readonly TestCaseData[] HalfPairs =
    [
        new TestCaseData("\ud800").SetArgDisplayNames("half a pair"),
        new TestCaseData("a\udc00b").SetArgDisplayNames("half a pair within"),
    ];

    private static readonly string[] BadRunIds = ["a,b", ","];

    private static readonly TestCaseData[] Problems =
    [
        new TestCaseData(null, "is null.").SetArgDisplayNames("null"),
        new TestCaseData(" ", "is empty: give the id that the service uses.").SetArgDisplayNames("a blank"),
        new TestCaseData("..", "is a path, not an id: give the id that the service uses.").SetArgDisplayNames("a path"),
        new TestCaseData("a\ud800", "holds half a surrogate pair, which cannot be sent: give the id that the service uses.").SetArgDisplayNames("half a pair"),
        new TestCaseData(new string('x', 2049), "takes more than 2048 characters of a URL: give the id that the service uses.").SetArgDisplayNames("too long"),
    ];

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

    [TestCaseSource(nameof(Problems))]
    public async Task AnyCall_BadId_SaysWhichAndWhatIsWrongWithIt(string? id, string problem)
    {
        using var client = TestClients.For(new Uri("http://localhost"));

        var knowledgeBase = await Assert.CatchAsync<ArgumentException>(() => client.ListAsync(id!));
        var run = await Assert.CatchAsync<ArgumentException>(() => client.FindAsync("kb", id!));

        Assert.That(knowledgeBase!.Message, Is.EqualTo($"The knowledge base id {problem} (Parameter 'knowledgeBaseId')"));
        Assert.That(run!.Message, Is.EqualTo($"The run id {problem} (Parameter 'runId')"));
        Assert.That(run, id is null ? Is.TypeOf<ArgumentNullException>() : Is.TypeOf<ArgumentException>());
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("要要")]
    public async Task AnyCall_IdAsLongAsAllowed_IsSent(string end)
    {
        var id = new string('x', 2048 - Uri.EscapeDataString(end).Length) + end;
        await using var server = ScriptedServer.Start(Reply.Json("[]"), Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync(id);
        await client.FindAsync("kb", id);

        Assert.That(server.RequestHeads, Has.Count.EqualTo(2).And.All.Contains(Uri.EscapeDataString(id)));
    }

    [Test]
    public async Task ListAsync_StatusAsLongAsAllowed_IsSentAndALongerOneIsNot()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync("kb", new RunFilter { Status = new RunStatus(new string('s', 100)) });
        var thrown = await Assert.CatchAsync<ArgumentException>(
            () => client.ListAsync("kb", new RunFilter { Status = new RunStatus(new string('s', 101)) }));

        Assert.That(server.RequestHeads.Single(), Does.Contain($"?status={new string('s', 100)} "));
        Assert.That(
            thrown!.Message,
            Is.EqualTo("The status to filter by is no status: it is too long, or holds half a surrogate pair. (Parameter 'filter')"));
    }

    [Test]
    public void Constructor_NullOptions_NamesTheParameter()
    {
        Assert.That(
            () => new RunsClient((KnowledgeBaseClientOptions)null!),
            Throws.ArgumentNullException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("options"));
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
