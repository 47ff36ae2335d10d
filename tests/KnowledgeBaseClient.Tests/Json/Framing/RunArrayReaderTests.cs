using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

public sealed class RunArrayReaderTests
{
    private const int InitialWindow = 64 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, byte[]> Answers = MakeAnswers();

    private static IEnumerable<string> AnswerNames => Answers.Keys;

    [TestCaseSource(nameof(AnswerNames))]
    public void TryTake_PiecesOfEveryLength_GivesTheTextsOfTheRuns(string name)
    {
        var answer = Answers[name];
        var expected = PlainTexts(answer);

        for (var pieceLength = 1; pieceLength <= 70; pieceLength++)
        {
            Assert.That(RunFeed.Texts(answer, pieceLength), Is.EqualTo(expected), $"in pieces of {pieceLength} bytes");
        }
    }

    [TestCaseSource(nameof(AnswerNames))]
    public void TryTake_PiecesOfEveryLength_GivesFieldByFieldWhatSystemTextJsonReads(string name)
    {
        var answer = Answers[name];

        foreach (var pieceLength in Enumerable.Range(1, 70).Append(4096).Append(int.MaxValue))
        {
            AssertSame(answer, RunFeed.Runs(answer, pieceLength), PlainRun.AssertSame);
        }
    }

    [TestCaseSource(nameof(AnswerNames))]
    public void TryTake_ReadAsSummaries_GivesFieldByFieldWhatSystemTextJsonReads(string name)
    {
        var answer = Answers[name];

        AssertSame(answer, RunFeed.Take(answer, 4096, RunReader.ReadSummary), PlainRun.AssertSame);
    }

    [TestCaseSource(nameof(AnswerNames))]
    public void TryTake_AnyAnswer_GivesRunsEqualToThoseThatTheSerializerReads(string name)
    {
        var answer = Answers[name];

        Assert.That(RunFeed.Runs(answer, 4096), Is.EqualTo(JsonSerializer.Deserialize<List<Run>>(WithoutMark(answer))));
        Assert.That(RunFeed.Take(answer, 4096, RunReader.ReadSummary), Is.EqualTo(JsonSerializer.Deserialize<List<RunSummary>>(WithoutMark(answer))));
    }

    [TestCase(InitialWindow - 2)]
    [TestCase(InitialWindow - 1)]
    [TestCase(InitialWindow)]
    [TestCase(InitialWindow + 1)]
    [TestCase((2 * InitialWindow) - 1)]
    [TestCase(2 * InitialWindow)]
    [TestCase((5 * InitialWindow) + 3)]
    public void TryTake_RunsAroundAndBeyondTheWindow_GivesThemAll(int length)
    {
        var small = RunText.With();
        string[] expected = [small, OfLength(length), small, OfLength(length + 1), small];
        var answer = Utf8($"[{string.Join(',', expected)}]");

        foreach (var pieceLength in new[] { 61, 1000, InitialWindow - 1, InitialWindow, int.MaxValue })
        {
            Assert.That(RunFeed.Texts(answer, pieceLength), Is.EqualTo(expected), $"in pieces of {pieceLength} bytes");
        }
    }

    [Test]
    public void TryTake_MoreThanTheWindowInSmallRuns_GivesThemAll()
    {
        var expected = Enumerable.Range(0, 5000).Select(index => RunText.With($"\"progress\":{index}")).ToList();

        Assert.That(RunFeed.Texts(Utf8($"[{string.Join(" ,\n", expected)}]"), 1500), Is.EqualTo(expected));
    }

    [Test]
    public void TryTake_RunCopied_KeepsNothingOfTheWindow()
    {
        using var runs = new RunArrayReader(long.MaxValue);
        Arrive(runs, """[{"id":"r-1","status":"running","input":"first"},""");
        runs.TryTake(RunReader.CopyRun, out var first);

        for (var i = 0; i < 2000; i++)
        {
            Arrive(runs, """{"id":"x-x","status":"xxxxxxx","input":"xxxxx"},""");
            runs.TryTake(RunReader.CopyRun, out _);
        }

        Assert.That(first!.Input.ToString(), Is.EqualTo("\"first\""));
        Assert.That(RunText.Write(first), Is.EqualTo("""{"id":"r-1","status":"running","input":"first"}"""));
    }

    [Test]
    public void TryTake_RunsAsTheyArrive_GivesEachAsSoonAsItIsWhole()
    {
        using var runs = new RunArrayReader(long.MaxValue);

        Arrive(runs, $"[{RunText.With()[..^1]}");
        var early = runs.TryTake(RunReader.CopyRun, out _);
        Arrive(runs, "}");
        var inTime = runs.TryTake(RunReader.CopyRun, out var run);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.False);
            Assert.That(inTime, Is.True);
            Assert.That(run!.Id, Is.EqualTo("r-1"));
            Assert.That(runs.Count, Is.EqualTo(1));
            Assert.That(runs.TryTake(RunReader.CopyRun, out _), Is.False);
        }
    }

    [TestCase("[]")]
    [TestCase(" [ ] ")]
    [TestCase("\uFEFF[]")]
    [TestCase("\uFEFF \r\n\t[\n]\n")]
    public void TryTake_EmptyList_GivesNothing(string answer)
    {
        for (var pieceLength = 1; pieceLength <= 6; pieceLength++)
        {
            Assert.That(RunFeed.Texts(Utf8(answer), pieceLength), Is.Empty);
        }
    }

    [Test]
    public void TryTake_RunOfExactlyTheLimit_GivesIt()
    {
        var run = OfLength(1000);

        Assert.That(RunFeed.Take(Utf8($"[{run},{run}]"), 7, json => json.ToString(), maxRunBytes: 1000), Is.EqualTo(new[] { run, run }));
    }

    [TestCase(1)]
    [TestCase(300)]
    [TestCase(int.MaxValue)]
    public void TryTake_RunLargerThanTheLimit_ThrowsWithWhereItStarts(int pieceLength)
    {
        var answer = Utf8($"[{OfLength(100)}, {OfLength(1001)}]");

        var (failure, taken) = RunFeed.TryTake(answer, pieceLength, maxRunBytes: 1000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken, Has.Count.EqualTo(1));
            Assert.That(failure?.Message, Is.EqualTo("run 2 of the response is larger than 1000 bytes"));
            Assert.That(failure?.Offset, Is.EqualTo(103));
            Assert.That(failure?.EndsEarly, Is.False);
        }
    }

    [TestCase(500, true)]
    [TestCase(2000, false)]
    public void TryTake_RunWithADeepValue_GivesItAndReadsItUpToALimit(int depth, bool isRead)
    {
        var run = RunText.With($"\"input\":{new string('[', depth)}{new string(']', depth)}");

        var (failure, taken) = RunFeed.TryTake(Utf8($"[{run}]"), 64);

        Assert.That(failure, Is.Null);
        Assert.That(() => RunText.Write(taken.Single()) == run, isRead ? Is.True : Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Dispose_Twice_DoesNothingMore()
    {
        var runs = new RunArrayReader(long.MaxValue);
        runs.Dispose();

        Assert.That(runs.Dispose, Throws.Nothing);
    }

    private static void AssertSame<T>(byte[] answer, List<T> runs, Action<T, JsonElement> assertSame)
    {
        using var plain = JsonDocument.Parse(WithoutMark(answer).ToArray());
        Assert.That(runs, Has.Count.EqualTo(plain.RootElement.GetArrayLength()));
        foreach (var (run, json) in runs.Zip(plain.RootElement.EnumerateArray()))
        {
            assertSame(run, json);
        }
    }

    private static Dictionary<string, byte[]> MakeAnswers()
    {
        // Brackets, quotes and escapes where they mean nothing, in runs of backslashes of every length.
        var heavy = string.Join(',', Enumerable.Range(0, 40).Select(length => RunText.With(
            $$"""
            "k]}[{\"{{length}}":"{{string.Concat(Enumerable.Repeat(@"\\", length))}}\"}],[{ü要😀","\\":["\\\"","]}",{"{":"\u005d"}]
            """)));

        var answers = ExampleFiles.Names.ToDictionary(name => name, ExampleFiles.Bytes);
        answers["pretty-printed"] = JsonSerializer.SerializeToUtf8Bytes(Plain("failed"), Indented);
        answers["minified"] = JsonSerializer.SerializeToUtf8Bytes(Plain("all-statuses"));
        answers["with a byte order mark"] = [0xEF, 0xBB, 0xBF, .. ExampleFiles.Bytes("documented")];
        answers["heavy"] = Utf8($"[{heavy}]");
        answers["white space everywhere"] = Utf8($"\r\n\t [ \n{heavy} \t] \r\n");
        return answers;
    }

    private static JsonElement Plain(string example) => JsonElement.Parse(ExampleFiles.Bytes(example));

    private static List<string> PlainTexts(byte[] answer) =>
        [.. JsonElement.Parse(WithoutMark(answer)).EnumerateArray().Select(run => run.GetRawText())];

    private static ReadOnlySpan<byte> WithoutMark(byte[] answer) => answer.AsSpan(answer.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    private static string OfLength(int length)
    {
        var room = length - RunText.With("\"input\":\"\"").Length;
        return RunText.With($"\"input\":\"{new string('x', room)}\"");
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void Arrive(RunArrayReader runs, string text)
    {
        for (var bytes = Utf8(text).AsMemory(); !bytes.IsEmpty;)
        {
            var room = runs.Room();
            var piece = bytes[..Math.Min(bytes.Length, room.Length)];
            piece.CopyTo(room);
            runs.Arrived(piece.Length);
            bytes = bytes[piece.Length..];
        }
    }
}
