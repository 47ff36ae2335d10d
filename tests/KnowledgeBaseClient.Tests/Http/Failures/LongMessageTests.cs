using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>Messages stay short enough for a log, and quote no more of an answer than that.</summary>
public sealed class LongMessageTests
{
    private static readonly string Long = new('x', 1_000_000);

    private static IEnumerable<string> Answers =>
    [
        $"[{{\"id\":nul,\"input\":\"{Long}\"}}]",
        $"[{{\"id\":\"{Long}\"}}]",
        $"[{{\"id\":\"a\",\"status\":\"b\"}}]{Long}",
    ];

    [Test]
    public async Task ListAsync_LongAnswerThatIsNoListOfRuns_IsCutShortInTheMessage([Range(0, 2)] int answer)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Answers.ElementAt(answer)));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Has.Length.LessThan(2000));
        Assert.That(thrown.Message, Does.EndWith("Check that BaseAddress is the service's."));
    }
}
