using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>Invalid ids and statuses are rejected before anything is sent.</summary>
public sealed class IdentifierTests
{
    private static readonly string?[] InvalidIds = [null, "", " ", "\t\n", ".", ".."];

    // Named, because a test filter cannot match a lone surrogate in a test name.
    private static readonly TestCaseData[] LoneSurrogates =
    [
        new TestCaseData("\ud800").SetArgDisplayNames("lone surrogate"),
        new TestCaseData("a\udc00b").SetArgDisplayNames("lone surrogate between letters"),
    ];

    private static readonly string[] InvalidRunIds = ["a,b", ","];

    private static readonly TestCaseData[] Problems =
    [
        new TestCaseData(null, "is null.").SetArgDisplayNames("null"),
        new TestCaseData(" ", "is empty: pass the id as the service returned it.").SetArgDisplayNames("blank"),
        new TestCaseData("..", "is a relative path: pass the id as the service returned it.").SetArgDisplayNames("path"),
        new TestCaseData("a\ud800", "is not valid Unicode (it contains a lone surrogate): pass the id as the service returned it.")
            .SetArgDisplayNames("lone surrogate"),
        new TestCaseData(new string('x', 2049), "is longer than 2048 characters in a URL: pass the id as the service returned it.")
            .SetArgDisplayNames("too long"),
    ];

    [TestCaseSource(nameof(InvalidIds))]
    [TestCaseSource(nameof(LoneSurrogates))]
    public async Task AnyMethod_InvalidKnowledgeBaseId_ThrowsWithoutSending(string? id)
    {
        await AssertThrowsWithoutSendingAsync(client => client.ListAsync(id!), "knowledgeBaseId");
        await AssertThrowsWithoutSendingAsync(client => client.ListSummariesAsync(id!), "knowledgeBaseId");
        await AssertThrowsWithoutSendingAsync(client => client.FindAsync(id!, "run"), "knowledgeBaseId");
        await AssertThrowsWithoutSendingAsync(
            client =>
            {
                client.StreamAsync(id!);
                return Task.CompletedTask;
            },
            "knowledgeBaseId");
    }

    [TestCaseSource(nameof(InvalidIds))]
    [TestCaseSource(nameof(LoneSurrogates))]
    [TestCaseSource(nameof(InvalidRunIds))]
    public async Task AnyMethod_InvalidRunId_ThrowsWithoutSending(string? id)
    {
        await AssertThrowsWithoutSendingAsync(client => client.FindAsync("kb", id!), "runId");
        await AssertThrowsWithoutSendingAsync(client => client.ListAsync("kb", new RunFilter { RunIds = ["good", id!] }), "filter");
    }

    [Test]
    public async Task AnyMethod_IdTooLong_ThrowsWithoutSending()
    {
        var id = new string('x', 2049);
        await AssertThrowsWithoutSendingAsync(client => client.ListAsync(id), "knowledgeBaseId");
        await AssertThrowsWithoutSendingAsync(client => client.FindAsync("kb", id), "runId");
        await AssertThrowsWithoutSendingAsync(client => client.ListAsync("kb", new RunFilter { RunIds = [id] }), "filter");
    }

    [Test]
    public async Task ListAsync_StatusWithLoneSurrogate_ThrowsWithoutSending()
    {
        var filter = new RunFilter { Status = new RunStatus("\ud800") };
        await AssertThrowsWithoutSendingAsync(client => client.ListAsync("kb", filter), "filter");
    }

    [TestCaseSource(nameof(Problems))]
    public async Task AnyMethod_InvalidId_NamesIdAndProblem(string? id, string problem)
    {
        using var client = TestClients.For(new Uri("http://localhost"));

        var forKnowledgeBase = await Assert.CatchAsync<ArgumentException>(() => client.ListAsync(id!));
        var forRun = await Assert.CatchAsync<ArgumentException>(() => client.FindAsync("kb", id!));

        Assert.That(forKnowledgeBase!.Message, Is.EqualTo($"The knowledge base id {problem} (Parameter 'knowledgeBaseId')"));
        Assert.That(forRun!.Message, Is.EqualTo($"The run id {problem} (Parameter 'runId')"));
        Assert.That(forRun, id is null ? Is.TypeOf<ArgumentNullException>() : Is.TypeOf<ArgumentException>());
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("要要")]
    public async Task AnyMethod_IdOfMaximumLength_IsSent(string suffix)
    {
        var id = new string('x', 2048 - Uri.EscapeDataString(suffix).Length) + suffix;
        await using var server = ScriptedServer.Start(Reply.Json("[]"), Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync(id);
        await client.FindAsync("kb", id);

        Assert.That(server.RequestTexts, Has.Count.EqualTo(2).And.All.Contains(Uri.EscapeDataString(id)));
    }

    [Test]
    public async Task ListAsync_StatusOfMaximumLength_IsSentAndLongerStatusIsNot()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync("kb", new RunFilter { Status = new RunStatus(new string('s', 100)) });
        var thrown = await Assert.CatchAsync<ArgumentException>(
            () => client.ListAsync("kb", new RunFilter { Status = new RunStatus(new string('s', 101)) }));

        Assert.That(server.RequestTexts.Single(), Does.Contain($"?status={new string('s', 100)} "));
        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "The status of the filter is longer than 100 characters or is not valid Unicode: use a status that the service returns. "
                + "(Parameter 'filter')"));
    }

    private static async Task AssertThrowsWithoutSendingAsync(Func<IRunsClient, Task> call, string parameterName)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<ArgumentException>(() => call(client));

        Assert.That(thrown!.ParamName, Is.EqualTo(parameterName));
        Assert.That(server.RequestTexts, Is.Empty);
    }
}
