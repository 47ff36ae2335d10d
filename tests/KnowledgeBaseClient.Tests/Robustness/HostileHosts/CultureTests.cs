using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>
/// Cultures with a different i, different digits and different calendars: requests, parsed values and messages are the same under each.
/// </summary>
[TestFixture("tr-TR")]
[TestFixture("fa-IR")]
[TestFixture("ar-SA")]
[TestFixture("th-TH")]
public sealed class CultureTests(string name)
{
    private const string Runs =
        """[{"id":"I","status":"completed","progress":100"""
        + ""","created_at":"2026-03-04T05:06:07.5Z","finished_at":"2026-03-04T07:06:07+02:00","output":{"I":-1.5}}]""";

    private static readonly Dictionary<string, Func<RunsClient, Task<Run>>> Calls = new()
    {
        ["list"] = async client => (await client.ListAsync("KI-i")).Single(),
        ["stream"] = async client => (await client.StreamAsync("KI-i").ToListAsync()).Single(),
        ["find"] = async client => (await client.FindAsync("KI-i", "I"))!,
        ["wait"] = client => client.WaitForCompletionAsync("KI-i", "I"),
        ["wait for all"] = async client => (await client.WaitForAllAsync("KI-i", ["I"])).Single(),
        ["wait for each"] = async client => (await client.WaitForEachAsync("KI-i", ["I"]).ToListAsync()).Single(),
    };

    private static readonly Dictionary<string, Reply> Failures = new()
    {
        ["401"] = Reply.Status(401, """{"detail":"İ"}"""),
        ["422 with a negative number"] = Reply.Status(422, """{"detail":[{"loc":["query",-12345],"msg":"İ","type":"t"}]}"""),
        ["Retry-After"] = Reply.Status(429, "", ("Retry-After", "1234567")),
        ["redirect"] = Reply.Status(302, "", ("Location", "https://other.example/İ")),
        ["malformed JSON at a large offset"] = Reply.Json($"[{new string(' ', 12_345)}nul]"),
        ["field of the wrong type"] = Reply.Json("""[{"id":"I","status":1}]"""),
        ["truncated body"] = Reply.Truncated("[]", 1),
    };

    private static readonly Dictionary<string, Func<RunsClient, Task>> InvalidCalls = new()
    {
        ["id"] = client => client.ListAsync(new string('İ', 5000)),
        ["outage"] = client => WaitAsync(client, new WaitOptions { OutageTimeout = TimeSpan.FromDays(-12345.5) }),
        ["requests"] = client => WaitAsync(client, new WaitOptions { Polling = new() { MaxConcurrentRequests = -12345 } }),
        ["timeout"] = client => WaitAsync(client, new WaitOptions { Timeout = TimeSpan.FromDays(-12345.5) }),
        ["options"] = client => Task.FromResult(new RunsClient(new KnowledgeBaseClientOptions
        {
            ApiKey = TestClients.Key,
            MaxRetries = -12345,
            MaxRunIdsPerRequest = -12345,
            MaxResponseBytes = -12345,
            AttemptTimeout = TimeSpan.FromDays(-12345.5),
            Polling = new() { MaxConcurrentRequests = -12345 },
        })),
    };

    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(name);

    private static IEnumerable<string> CallNames => Calls.Keys;

    private static IEnumerable<string> FailureNames => Failures.Keys;

    private static IEnumerable<string> InvalidCallNames => InvalidCalls.Keys;

    [SetUp]
    public void SetCulture() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _culture);

    [TestCaseSource(nameof(CallNames))]
    public async Task Call_UnderCulture_ReadsAndWritesInvariantValues(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server);

        var run = await Calls[call](client);

        Assert.That(CultureInfo.CurrentCulture, Is.EqualTo(_culture));
        Assert.That(run.Status.IsTerminal, Is.True);
        Assert.That(run.Progress, Is.EqualTo(100));
        Assert.That(run.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 500, TimeSpan.Zero)));
        Assert.That(run.FinishedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 4, 7, 6, 7, TimeSpan.FromHours(2))));
        Assert.That(run.Output.ToString(), Is.EqualTo("""{"I":-1.5}"""));
        Assert.That($"[{JsonSerializer.Serialize(run)}]", Is.EqualTo(Runs));
        Assert.That(
            server.RequestTexts.Single(),
            Does.StartWith("GET /v1/knowledge-bases/KI-i/runs").And.Matches($"\r\nX-API-Key: {TestClients.Key}(\r\n|$)"));
    }

    [Test]
    public async Task ListAsync_FilterUnderCulture_IsSentUnchangedAndMatchesIdsExactly()
    {
        await using var server = ScriptedServer.Start(
            Reply.Json("""[{"id":"I","status":"completed"},{"id":"i","status":"completed"},{"id":"İ","status":"completed"}]"""));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("KI-i", new RunFilter { Status = RunStatus.Completed, RunIds = ["I", "ı", "١"] });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["I"]));
        Assert.That(
            server.RequestTexts.Single(),
            Does.StartWith("GET /v1/knowledge-bases/KI-i/runs?status=completed&run_ids=I%2C%C4%B1%2C%D9%A1 HTTP/1.1\r\n"));
    }

    [TestCase("Fri, 31 Dec 1999 23:58:00 GMT", "00:00:00")]
    [TestCase("Sat, 01 Jan 2000 00:02:00 GMT", "00:02:00")]
    [TestCase("Saturday, 01-Jan-00 00:02:00 GMT", "00:02:00")]
    [TestCase("Sat Jan  1 00:02:00 2000", "00:02:00")]
    [TestCase("120", "00:02:00")]
    public async Task ListAsync_RetryAfterUnderCulture_IsParsed(string header, string expected)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", ("Retry-After", header)));
        var options = TestClients.Options(server.BaseAddress, options => options.MaxRetries = 0);
        using var client = new RunsClient(options, timeProvider: new TestClock());

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.Parse(expected, CultureInfo.InvariantCulture)));
        Assert.That(thrown.Message, Does.Contain("503").And.Contain($"Retry-After is {Duration.Format(thrown.RetryAfter!.Value)}"));
    }

    [TestCaseSource(nameof(FailureNames))]
    public async Task ListAsync_FailureUnderCulture_HasTheInvariantMessage(string failure)
    {
        await using var server = ScriptedServer.Start(Failures[failure], Failures[failure]);
        using var client = TestClients.For(server);

        var message = (await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb")))!.Message;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var expected = (await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb")))!.Message;

        Assert.That(message == expected, Is.True, $"{message}\n{expected}");
    }

    [TestCaseSource(nameof(InvalidCallNames))]
    public async Task Call_InvalidArgumentUnderCulture_HasTheInvariantMessage(string invalid)
    {
        using var client = new RunsClient(TestClients.Key);

        var message = (await Assert.CatchAsync<ArgumentException>(() => InvalidCalls[invalid](client)))!.Message;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var expected = (await Assert.CatchAsync<ArgumentException>(() => InvalidCalls[invalid](client)))!.Message;

        Assert.That(message == expected, Is.True, $"{message}\n{expected}");
    }

    [Test]
    public async Task AddKnowledgeBaseClient_SectionWithUppercaseKeys_IsBound()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["APIKEY"] = "api-key-I-i",
                ["APPLICATIONNAME"] = "Indexer/2.1",
                ["ATTEMPTTIMEOUT"] = "02:03:04.5",
                ["MAXRETRIES"] = "7",
                ["MAXRESPONSEBYTES"] = "5000000000",
                ["ALLOWINSECUREHTTP"] = "TRUE",
                ["POLLING:INITIALINTERVAL"] = "00:00:02.5",
            })
            .Build();
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(section);
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value;

        Assert.That(options.ApiKey, Is.EqualTo("api-key-I-i"));
        Assert.That(options.ApplicationName, Is.EqualTo("Indexer/2.1"));
        Assert.That(options.AttemptTimeout, Is.EqualTo(new TimeSpan(0, 2, 3, 4, 500)));
        Assert.That(options.MaxRetries, Is.EqualTo(7));
        Assert.That(options.MaxResponseBytes, Is.EqualTo(5_000_000_000));
        Assert.That(options.AllowInsecureHttp, Is.True);
        Assert.That(options.Polling.InitialInterval, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
    }

    private static Task<Run> WaitAsync(RunsClient client, WaitOptions options) => client.WaitForCompletionAsync("kb", "I", options);
}
