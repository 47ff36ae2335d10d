using System.IO.Pipelines;
using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Errors;

/// <summary>Messages that quote the service or the network have one punctuation mark at the end of each sentence.</summary>
public sealed class MessagePunctuationTests
{
    private static readonly string[] Quotes =
        ["no mark", "a stop.", "two sentences. Here.", "a mark!", "a question?", "cut…", "cut...", "a colon:"];

    private static readonly int[] Statuses = [302, 400, 401, 403, 404, 408, 422, 429, 500, 503];

    [Test]
    public async Task ListAsync_ErrorResponse_MessageHasSingleMarks(
        [ValueSource(nameof(Statuses))] int status, [ValueSource(nameof(Quotes))] string quote, [Values] bool hasHeaders)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Content = new StringContent($$"""{"detail":"{{quote}}"}""");
        if (hasHeaders)
        {
            response.Headers.Add("Retry-After", "90");
            response.Headers.Add("X-Request-Id", "req-1");
        }

        var message = await MessageAsync(_ => response);

        Assert.That(message, Does.Contain(quote.TrimEnd('.', ':')));
        AssertSingleMarks(message);
    }

    [TestCase("")]
    [TestCase("""{"detail":""}""")]
    [TestCase("""{"detail":[]}""")]
    [TestCase("""{"detail":{"code":7}}""")]
    public async Task ListAsync_ErrorResponseWithoutText_MessageHasSingleMarks(string body)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.UnprocessableEntity);
        response.Content = new StringContent(body);

        AssertSingleMarks(await MessageAsync(_ => response));
    }

    [Test]
    public async Task ListAsync_ValidationErrors_MessageHasSingleMarks([ValueSource(nameof(Quotes))] string quote)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.UnprocessableEntity);
        response.Content = new StringContent($$"""{"detail":[{"loc":["query"],"msg":"wrong"},{"msg":"{{quote}}"}]}""");

        AssertSingleMarks(await MessageAsync(_ => response));
    }

    [Test]
    public async Task ListAsync_ConnectionFails_MessageHasSingleMarks([ValueSource(nameof(Quotes))] string quote)
    {
        var message = await MessageAsync(_ => throw new HttpRequestException(quote));

        Assert.That(message, Does.Contain(quote.TrimEnd('.', ':')));
        AssertSingleMarks(message);
    }

    [Test]
    public async Task ListAsync_BodyFails_MessageHasSingleMarks([ValueSource(nameof(Quotes))] string quote, [Values] bool isUndecodable)
    {
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync(isUndecodable ? new InvalidDataException(quote) : new IOException(quote));
        using var response = new HttpResponseMessage();
        response.Content = new StreamContent(pipe.Reader.AsStream());

        AssertSingleMarks(await MessageAsync(_ => response));
    }

    [TestCase("<html>")]
    [TestCase("[1]")]
    [TestCase("""[{"id":""")]
    [TestCase("""[{"id":1}]""")]
    [TestCase("""[{"id":"a","status":2}]""")]
    public async Task ListAsync_MalformedBody_MessageHasSingleMarks(string body)
    {
        using var response = new HttpResponseMessage();
        response.Content = new StringContent(body);

        AssertSingleMarks(await MessageAsync(_ => response));
    }

    [Test]
    public void RunFailedException_ErrorOfRun_MessageHasSingleMarks([ValueSource(nameof(Quotes))] string quote, [Values] bool isLong)
    {
        var text = isLong ? new string('x', 600) + quote : quote;
        var run = new Run { Id = "a", Status = RunStatus.Failed, Output = RawJson.Parse($$"""{"error":"{{text}}"}""") };

        AssertSingleMarks(new RunFailedException(run).Message);
    }

    [Test]
    public void WaitExceptions_LastFailure_MessageHasSingleMarks([ValueSource(nameof(Quotes))] string quote) =>
        AssertSingleMarks(
            WaitExceptions.PollsFailed(
                new WaitState("kb", ["a"], []),
                ["a"],
                SubscriptionOptions.ForWatch(null, new WatchOptions { Polling = new PollingOptions() }, null!),
                new HttpRequestException(quote)).Message);

    [Test]
    public void OptionsValidator_InvalidOptions_MessagesHaveSingleMarks(
        [Values("", "a b")] string key, [Values("no-scheme", "http://host")] string address)
    {
        var options = new KnowledgeBaseClientOptions
        {
            ApiKey = key,
            BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute),
            AttemptTimeout = TimeSpan.Zero,
            MaxRetries = -1,
            MaxRunIdsPerRequest = 0,
            ApplicationName = "two words",
            Polling = new PollingOptions { MaxConcurrentRequests = 0 },
        };

        var failures = OptionsValidator.FindProblems(options).ToList();

        Assert.That(failures, Has.Count.EqualTo(7));
        Assert.Multiple(() => failures.ForEach(AssertSingleMarks));
    }

    [TestCase("Twice..", false)]
    [TestCase("A stop after an ellipsis…. Next.", false)]
    [TestCase("Four stops....", false)]
    [TestCase("A mark!. Next.", false)]
    [TestCase("A colon:.", false)]
    [TestCase("No stop", false)]
    [TestCase("Nothing: .", false)]
    [TestCase("One. Two... Three? Four.", true)]
    [TestCase("Version 1.2 of /a/../b.", true)]
    public void AssertSingleMarks_OneMessage_FindsDoubledMarks(string message, bool isFine) =>
        Assert.That(HasSingleMarks(message), Is.EqualTo(isFine));

    private static void AssertSingleMarks(string message) => Assert.That(HasSingleMarks(message), message);

    // Three stops at the end of a word are an ellipsis.
    private static bool HasSingleMarks(string message)
    {
        var words = message.Split(' ').Select(word => word.EndsWith("...", StringComparison.Ordinal) ? $"{word[..^3]}…" : word).ToList();
        var endings = words.Select(word => word.Length - word.TrimEnd('.', '!', '?', '…', ':', ';', ',').Length);
        return message[^1] is '.' or '!' or '?' or '…'
            && words.Zip(endings).All(ending => ending.Second < 2 && ending.Second < ending.First.Length);
    }

    private static async Task<string> MessageAsync(Func<HttpRequestMessage, HttpResponseMessage> respond)
    {
        using var handler = new StubHandler(respond);
        var options = TestClients.Options(new Uri("https://service.example"), options => options.MaxRetries = 0);
        using var client = new RunsClient(options, handler);
        return (await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb")))!.Message;
    }
}
