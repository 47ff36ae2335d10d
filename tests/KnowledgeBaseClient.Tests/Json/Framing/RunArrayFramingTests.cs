using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

// Answers that are no list of runs: said so, with where, and never taken for another list.
public sealed class RunArrayFramingTests
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
    public void TryTake_NotAListOfRuns_ThrowsWithWhere(string answer, int offset) => AssertRefused(Encoding.UTF8.GetBytes(answer), offset);

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
    public void TryTake_NotAListOfRuns_SaysWhatCame(string answer, string message)
    {
        var (failure, _) = RunFeed.TryTake(Encoding.UTF8.GetBytes(answer), int.MaxValue);

        Assert.That(failure?.Message, Is.EqualTo(message));
    }

    [Test]
    public void TryTake_MalformedFarBehindTheFirstWindow_ThrowsWithWhereAndWithItsOwnText([Values(100, 4096, 1_000_000)] int pieceLength)
    {
        var runs = Enumerable.Range(0, 5_000).Select(i => $$"""{"id":"{{i}}","status":"running","input":"{{new string('x', i % 97)}}"}""").ToList();
        var before = $"[{string.Join(",\n", runs)},";
        var answer = Encoding.UTF8.GetBytes($"{before}7]");

        var (failure, taken) = RunFeed.TryTake(answer, pieceLength);

        Assert.That(taken, Has.Count.EqualTo(runs.Count));
        Assert.That(failure!.Offset, Is.EqualTo(before.Length));
        Assert.That(failure.Excerpt, Does.StartWith("7"));
        Assert.That(before, Has.Length.GreaterThan(4 * 64 * 1024));
    }

    [TestCase($"[{R},7]", "7]")]
    [TestCase("[7]", "[7]")]
    [TestCase(" <html>", " <html>")]
    [TestCase($"[{R},{{\"id\":\"b\"}}]", "{\"id\":\"b\"}]")]
    public void TryTake_NotAListOfRuns_ShowsTheRunOrElseTheWholeBeginning(string answer, string excerpt)
    {
        var (failure, _) = RunFeed.TryTake(Encoding.UTF8.GetBytes(answer), int.MaxValue);

        Assert.That(failure?.Excerpt, Is.EqualTo(excerpt));
    }

    // At the start of the token that goes wrong: what stands where a colon should, a string with an escape that there is not.
    [TestCase("[{]}]", 2)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\"]", 23)]
    [TestCase("[{\"id\":\"a\",}]", 11)]
    [TestCase("[{\"id\" \"a\"}]", 7)]
    [TestCase("[{\"id\":}]", 7)]
    [TestCase("[{'id':'a'}]", 2)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\",\"x\":  nul}]", 30)]
    [TestCase("[{\"id\":\"a\",\"status\":\"b\" // comment\n}]", 24)]
    public void TryTake_RunThatIsNotWellFormed_ThrowsWithWhereItsTextGoesWrong(string answer, int offset) =>
        AssertRefused(Encoding.UTF8.GetBytes(answer), offset);

    [TestCase("{]")]
    [TestCase("[1,]")]
    [TestCase("[nul]")]
    [TestCase("{\"a\" 1}")]
    [TestCase("[\"\\q\"]")]
    public void TryTake_OpaqueValueThatIsNotWellFormed_ThrowsWhenItIsReadOrWritten(string value)
    {
        var (failure, taken) = RunFeed.TryTake(Encoding.UTF8.GetBytes($"[{{\"id\":\"a\",\"status\":\"b\",\"input\":{value}}}]"), 3);

        Assert.That(failure, Is.Null);
        Assert.That(taken.Single().Input.ToString(), Is.EqualTo(value));
        Assert.That(() => taken[0].Input.ToJsonElement(), Throws.InstanceOf<JsonException>());
        Assert.That(() => RunText.Write(taken[0]), Throws.InstanceOf<JsonException>());
    }

    [TestCase(0)]
    [TestCase(9)]
    [TestCase(40)]
    public void TryTake_BytesThatAreNotUtf8_ThrowsWithWhereTheyAre(int position)
    {
        var second = Encoding.UTF8.GetBytes(RunText.With("\"input\":{\"deep\":[\"some text\"]},\"new\":\"text\""));
        var inString = second.AsSpan().IndexOf("some text"u8);
        var bad = inString + (position % 9);
        second[bad] = position == 40 ? (byte)0xC3 : (byte)0xFF;

        AssertRefused([.. Encoding.UTF8.GetBytes($"[{R},"), .. second, (byte)']'], 25 + bad);
    }

    [TestCase("", 0, "the body is empty")]
    [TestCase(" \n", 2, "the body contains only white space")]
    [TestCase("\uFEFF", 3, "the body contains only white space")]
    [TestCase("[", 1, "the body ends early, after 0 complete runs")]
    [TestCase($"[{R},", 25, "the body ends early, after 1 complete run")]
    [TestCase("[{\"id\":\"a", 9, "the body ends early, after 0 complete runs")]
    public void End_BeginningOfAList_SaysThatItEndsEarly(string answer, int offset, string message)
    {
        var (failure, _) = RunFeed.TryTake(Encoding.UTF8.GetBytes(answer), 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure?.Message, Is.EqualTo(message));
            Assert.That(failure?.Offset, Is.EqualTo(offset));
            Assert.That(failure?.EndsEarly, Is.True);
        }
    }

    [Test]
    public void End_CutOffAtAnyByte_SaysThatItEndsEarly([Values(1, 3, int.MaxValue)] int pieceLength, [Values] bool withMark)
    {
        byte[] answer = [.. withMark ? "\uFEFF"u8 : ""u8, .. Encoding.UTF8.GetBytes(Small)];
        var whole = RunFeed.Runs(answer, pieceLength);

        for (var length = 0; length < answer.Length; length++)
        {
            var (failure, taken) = RunFeed.TryTake(answer[..length], pieceLength);

            Assert.That(failure?.EndsEarly, Is.True, $"after {length} bytes");
            Assert.That(failure?.Offset, Is.EqualTo(length));
            Assert.That(taken, Is.EqualTo(whole.Take(taken.Count)));
        }
    }

    // What came can be the beginning of no list, however it would have gone on: another attempt would fare no better.
    [TestCase("[{\"id\":<html>", 7)]
    [TestCase("[{\"id\":[1}", 9)]
    [TestCase("[{]", 2)]
    [TestCase("[{\"id\":\"a\",,", 11)]
    [TestCase("[{\"id\":\"a\",\"x\":[nulL", 16)]
    [TestCase("[{\"id\":\"a\\q", 7)]
    public void End_InARunThatIsNotWellFormed_DoesNotSayThatItEndsEarly(string answer, int offset) =>
        AssertRefused(Encoding.UTF8.GetBytes(answer), offset);

    [Test]
    public void End_InARunThatIsNotWellFormed_SaysWhichAndWhatIsWrong()
    {
        var (failure, _) = RunFeed.TryTake(Encoding.UTF8.GetBytes($"[{R},{{\"id\":<html>"), int.MaxValue);

        Assert.That(failure!.Message, Is.EqualTo("run 2 of the response: the text is not well-formed JSON: '<' is an invalid start of a value"));
    }

    [Test]
    public void TryTake_SmallAnswerWithAnyByteChanged_AgreesWithSystemTextJson()
    {
        var answer = Encoding.UTF8.GetBytes(Small);
        foreach (var replacement in "[]{},:\"\\ 0n\n"u8.ToArray().Append((byte)0xFF))
        {
            for (var position = 0; position < answer.Length; position++)
            {
                byte[] replaced = [.. answer[..position], replacement, .. answer[(position + 1)..]];
                byte[] inserted = [.. answer[..position], replacement, .. answer[position..]];

                AssertAgrees(replaced);
                AssertAgrees(inserted);
            }
        }
    }

    [Test]
    public void TryTake_SmallAnswerWithAnyByteMissing_AgreesWithSystemTextJson()
    {
        var answer = Encoding.UTF8.GetBytes(Small);
        for (var position = 0; position < answer.Length; position++)
        {
            AssertAgrees([.. answer[..position], .. answer[(position + 1)..]]);
        }
    }

    private static void AssertRefused(byte[] answer, int offset)
    {
        for (var pieceLength = 1; pieceLength <= answer.Length; pieceLength++)
        {
            var (failure, _) = RunFeed.TryTake(answer, pieceLength);

            Assert.That(failure, Is.Not.Null, $"in pieces of {pieceLength} bytes");
            Assert.That(failure!.Offset, Is.EqualTo(offset), $"in pieces of {pieceLength} bytes: {failure.Message}");
            Assert.That(failure.EndsEarly, Is.False, $"in pieces of {pieceLength} bytes: {failure.Message}");
        }
    }

    private static void AssertAgrees(byte[] answer)
    {
        var expected = PlainRuns(answer);
        var (failure, taken) = RunFeed.TryTake(answer, 5);
        var text = Encoding.UTF8.GetString(answer);

        if (expected is null && failure is null)
        {
            // It is malformed within an opaque value, which shows as soon as that is read.
            Assert.That(() => taken.ConvertAll(RunText.Write), Throws.InstanceOf<JsonException>(), text);
            return;
        }

        Assert.That(failure is null, Is.EqualTo(expected is not null), $"{text}: {failure?.Message}");
        if (failure is null)
        {
            Assert.That(taken, Is.EqualTo(expected), text);
        }
        else if (failure.EndsEarly)
        {
            Assert.That(CouldBeABeginning(answer), Is.True, $"{text}: {failure.Message}");
        }
    }

    // The runs as System.Text.Json reads them; null when it finds no list of objects there.
    private static List<Run>? PlainRuns(byte[] answer)
    {
        try
        {
            var runs = Utf8.IsValid(answer) ? JsonSerializer.Deserialize<List<Run>>(answer) : null;
            return runs is not null && !runs.Contains(null!) ? runs : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool CouldBeABeginning(byte[] answer)
    {
        var reader = new Utf8JsonReader(answer, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
