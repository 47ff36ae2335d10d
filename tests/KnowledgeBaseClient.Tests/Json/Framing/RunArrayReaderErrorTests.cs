using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

// A body that is not a list of runs is rejected with the problem and its position, and is never read as another list.
public sealed class RunArrayReaderErrorTests
{
    private const string R = """{"id":"a","status":"b"}""";

    private const string Small = $$"""
        [{"id":"a","status":"ü","x":[{"\"]":"}\\"}]},
         {"id":"b","status":"\u0062","progress":1.5e1}]
        """;

    [TestCase("null", 0)]
    [TestCase("{}", 0)]
    [TestCase("true", 0)]
    [TestCase("5", 0)]
    [TestCase("\"[]\"", 0)]
    [TestCase("<html></html>", 0)]
    [TestCase(" \n <!DOCTYPE html>", 3)]
    [TestCase("\uFEFF{}", 3)]
    [TestCase("\uFEFF\uFEFF[]", 3)]
    [TestCase(" \uFEFF[]", 1)]
    [TestCase("]", 0)]
    [TestCase(",", 0)]
    [TestCase("upstream connect error", 0)]
    [TestCase("[,", 1)]
    [TestCase("[,]", 1)]
    [TestCase("[1]", 1)]
    [TestCase("[ null]", 2)]
    [TestCase("[\"a\"]", 1)]
    [TestCase("[[]]", 1)]
    [TestCase("[}", 1)]
    [TestCase("[{}]", 1)]
    [TestCase("[{}{}]", 1)]
    [TestCase($"[{R},]", 25)]
    [TestCase($"[{R},,{R}]", 25)]
    [TestCase($"[{R}{R}]", 24)]
    [TestCase($"[{R} {R}]", 25)]
    [TestCase($"[{R}}}]", 24)]
    [TestCase($"[{R}:{R}]", 24)]
    [TestCase($"[{R},1]", 25)]
    [TestCase($"[{R}, {R}, null]", 51)]
    [TestCase($"[{R}] x", 26)]
    [TestCase($"[{R}]]", 25)]
    [TestCase($"[{R}][]", 25)]
    [TestCase("[],", 2)]
    [TestCase("[]\0", 2)]
    [TestCase($"[{R},{{\"id\":\"b\"}}]", 25)]
    public void TryReadRun_NotAListOfRuns_ThrowsWithTheOffset(string response, int offset) =>
        AssertRejected(Encoding.UTF8.GetBytes(response), offset);

    [TestCase("0", "the body is a number")]
    [TestCase("9", "the body is a number")]
    [TestCase("-1", "the body is a number")]
    [TestCase("/", "the body is not JSON")]
    [TestCase(":", "the body is not JSON")]
    [TestCase("<html>", "the body is HTML or XML")]
    [TestCase("{}", "the body is an object")]
    [TestCase("\"[]\"", "the body is a string")]
    [TestCase("null", "the body is null or plain text")]
    [TestCase("true", "the body is a boolean or plain text")]
    [TestCase("false", "the body is a boolean or plain text")]
    [TestCase("\u001f", "the body is compressed")]
    [TestCase(",", "the body is not JSON")]
    [TestCase("]", "the body is not JSON")]
    [TestCase("}", "the body is not JSON")]
    [TestCase("[[]]", "run 1 of the response is an array")]
    [TestCase("[}", "run 1 of the response is missing")]
    [TestCase($"[{R},]", "run 2 of the response is missing")]
    [TestCase($"[{R}{R}]", "expected a comma or the end of the array after run 1 of the response")]
    [TestCase($"[{R}] x", "unexpected data after the end of the array")]
    [TestCase($"[{R},{{\"id\":\"b\"}}]", "run 2 of the response: the \"status\" property of run b is missing or not a string")]
    public void TryReadRun_NotAListOfRuns_DescribesTheBody(string response, string message)
    {
        var (failure, _) = RunFeed.TryRead(Encoding.UTF8.GetBytes(response), int.MaxValue);

        Assert.That(failure?.Message, Is.EqualTo(message));
    }

    [Test]
    public void TryReadRun_ErrorFarBeyondTheFirstBuffer_ThrowsWithTheOffsetAndAnExcerpt([Values(100, 4096, 1_000_000)] int chunkLength)
    {
        var runs = Enumerable.Range(0, 5_000).Select(i => RunText.With($"\"input\":\"{new string('x', i % 97)}\"")).ToList();
        var before = $"[{string.Join(",\n", runs)},";
        var response = Encoding.UTF8.GetBytes($"{before}7]");

        var (failure, read) = RunFeed.TryRead(response, chunkLength);

        Assert.That(read, Has.Count.EqualTo(runs.Count));
        Assert.That(failure!.Offset, Is.EqualTo(before.Length));
        Assert.That(failure.Excerpt, Does.StartWith("7"));
        Assert.That(before, Has.Length.GreaterThan(4 * 64 * 1024));
    }

    [TestCase($"[{R},7]", "7]")]
    [TestCase("[7]", "[7]")]
    [TestCase(" <html>", " <html>")]
    [TestCase($"[{R},{{\"id\":\"b\"}}]", "{\"id\":\"b\"}]")]
    public void TryReadRun_NotAListOfRuns_QuotesTheMalformedRunOrTheStartOfTheBody(string response, string excerpt)
    {
        var (failure, _) = RunFeed.TryRead(Encoding.UTF8.GetBytes(response), int.MaxValue);

        Assert.That(failure?.Excerpt, Is.EqualTo(excerpt));
    }

    // The offset is the start of the invalid token.
    [TestCase("[{]}]", 2)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\"]", 23)]
    [TestCase("[{\"id\":\"a\",}]", 11)]
    [TestCase("[{\"id\" \"a\"}]", 7)]
    [TestCase("[{\"id\":}]", 7)]
    [TestCase("[{'id':'a'}]", 2)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\",\"x\":  nul}]", 30)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\" // comment\n}]", 24)]
    public void TryReadRun_MalformedRun_ThrowsWithTheOffsetOfTheInvalidToken(string response, int offset) =>
        AssertRejected(Encoding.UTF8.GetBytes(response), offset);

    [TestCase("{]")]
    [TestCase("[1,]")]
    [TestCase("[nul]")]
    [TestCase("{\"a\" 1}")]
    [TestCase("[\"\\q\"]")]
    public void TryReadRun_MalformedOpaqueValue_ThrowsWhenItIsReadOrWritten(string value)
    {
        var (failure, read) = RunFeed.TryRead(Encoding.UTF8.GetBytes($"[{{\"id\":\"a\",\"status\":\"b\",\"input\":{value}}}]"), 3);

        Assert.That(failure, Is.Null);
        Assert.That(read.Single().Input.ToString(), Is.EqualTo(value));
        Assert.That(() => read[0].Input.ToJsonElement(), Throws.InstanceOf<JsonException>());
        Assert.That(() => RunText.Write(read[0]), Throws.InstanceOf<JsonException>());
    }

    [TestCase(0)]
    [TestCase(9)]
    [TestCase(40)]
    public void TryReadRun_BytesThatAreNotUtf8_ThrowsWithTheirOffset(int position)
    {
        var second = Encoding.UTF8.GetBytes(RunText.With("\"input\":{\"deep\":[\"some text\"]},\"new\":\"text\""));
        var inString = second.AsSpan().IndexOf("some text"u8);
        var bad = inString + (position % 9);
        second[bad] = position == 40 ? (byte)0xC3 : (byte)0xFF;

        AssertRejected([.. Encoding.UTF8.GetBytes($"[{R},"), .. second, (byte)']'], 25 + bad);
    }

    [TestCase("", 0, "the body is empty")]
    [TestCase(" \n", 2, "the body contains only white space")]
    [TestCase("\uFEFF", 3, "the body contains only white space")]
    [TestCase("[", 1, "the body ends early, after 0 complete runs")]
    [TestCase($"[{R},", 25, "the body ends early, after 1 complete run")]
    [TestCase("[{\"id\":\"a", 9, "the body ends early, after 0 complete runs")]
    public void Complete_TruncatedList_ReportsThatItEndsEarly(string response, int offset, string message)
    {
        var (failure, _) = RunFeed.TryRead(Encoding.UTF8.GetBytes(response), 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure?.Message, Is.EqualTo(message));
            Assert.That(failure?.Offset, Is.EqualTo(offset));
            Assert.That(failure?.EndsEarly, Is.True);
        }
    }

    [Test]
    public void Complete_TruncatedAtAnyByte_ReportsThatItEndsEarly([Values(1, 3, int.MaxValue)] int chunkLength, [Values] bool withMark)
    {
        byte[] response = [.. withMark ? "\uFEFF"u8 : ""u8, .. Encoding.UTF8.GetBytes(Small)];
        var whole = RunFeed.Runs(response, chunkLength);

        for (var length = 0; length < response.Length; length++)
        {
            var (failure, read) = RunFeed.TryRead(response[..length], chunkLength);

            Assert.That(failure?.EndsEarly, Is.True, $"after {length} bytes");
            Assert.That(failure?.Offset, Is.EqualTo(length));
            Assert.That(read, Is.EqualTo(whole.Take(read.Count)));
        }
    }

    // No continuation would make this a list of runs, so a retry would not help.
    [TestCase("[{\"id\":<html>", 7)]
    [TestCase("[{\"id\":[1}", 9)]
    [TestCase("[{]", 2)]
    [TestCase("[{\"id\":\"a\",,", 11)]
    [TestCase("[{\"id\":\"a\",\"x\":[nulL", 16)]
    [TestCase("[{\"id\":\"a\\q", 7)]
    public void Complete_TruncatedMalformedRun_DoesNotReportThatItEndsEarly(string response, int offset) =>
        AssertRejected(Encoding.UTF8.GetBytes(response), offset);

    [Test]
    public void Complete_TruncatedMalformedRun_ReportsTheRunAndTheProblem()
    {
        var (failure, _) = RunFeed.TryRead(Encoding.UTF8.GetBytes($"[{R},{{\"id\":<html>"), int.MaxValue);

        Assert.That(
            failure!.Message,
            Is.EqualTo("run 2 of the response: the text is not well-formed JSON: '<' is an invalid start of a value"));
    }

    private static void AssertRejected(byte[] response, int offset)
    {
        for (var chunkLength = 1; chunkLength <= response.Length; chunkLength++)
        {
            var (failure, _) = RunFeed.TryRead(response, chunkLength);

            Assert.That(failure, Is.Not.Null, $"in chunks of {chunkLength} bytes");
            Assert.That(failure!.Offset, Is.EqualTo(offset), $"in chunks of {chunkLength} bytes: {failure.Message}");
            Assert.That(failure.EndsEarly, Is.False, $"in chunks of {chunkLength} bytes: {failure.Message}");
        }
    }
}
