using System.Globalization;
using KnowledgeBaseClient.Tests.Http;
using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.HostileSettings;

/// <summary>Cultures with another i, other digits, other calendars: what goes over the wire is the same under each.</summary>
[TestFixture("tr-TR")]
[TestFixture("fa-IR")]
[TestFixture("ar-SA")]
[TestFixture("th-TH")]
public sealed class CultureTests(string name)
{
    private const string Answer =
        """[{"id":"I","status":"completed","progress":100,"created_at":"2026-03-04T05:06:07.5Z","finished_at":"2026-03-04T07:06:07+02:00","output":{"I":-1.5}}]""";

    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(name);

    [SetUp]
    public void UseCulture() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _culture);

    [Test]
    public async Task ListAsync_UnderTheCulture_SendsAndReadsTheSame()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Answer));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("KI-i", new RunFilter { Status = RunStatus.Completed, RunIds = ["I", "ı"] });

        var run = runs.Single();
        Assert.That(run.Status.IsTerminal, Is.True);
        Assert.That(run.Progress, Is.EqualTo(100));
        Assert.That(run.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 500, TimeSpan.Zero)));
        Assert.That(run.FinishedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 4, 7, 6, 7, TimeSpan.FromHours(2))));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"I":-1.5}"""));
        Assert.That(server.RequestHeads.Single(), Does.StartWith("GET /v1/knowledge-bases/KI-i/runs?status=completed&run_ids=I%2C%C4%B1 HTTP/1.1\r\n"));
    }

    [Test]
    public async Task ListAsync_RetryAfterAsADate_IsReadTheSame()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.GreaterThan(TimeSpan.FromDays(365_000)));
        Assert.That(thrown.Message.Contains("503", StringComparison.Ordinal), Is.True, "Its digits are others.");
    }
}
