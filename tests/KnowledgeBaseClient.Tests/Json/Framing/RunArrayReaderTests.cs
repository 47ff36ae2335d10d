using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

public sealed class RunArrayReaderTests
{
    private const int InitialBufferSize = 64 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, byte[]> Responses = CreateResponses();

    private static IEnumerable<string> ResponseNames => Responses.Keys;

    [TestCaseSource(nameof(ResponseNames))]
    public void TryReadRun_ChunksOfEveryLength_ReturnsTheTextsOfTheRuns(string name)
    {
        var response = Responses[name];
        var expected = PlainTexts(response);

        for (var chunkLength = 1; chunkLength <= 70; chunkLength++)
        {
            Assert.That(RunFeed.Texts(response, chunkLength), Is.EqualTo(expected), $"in chunks of {chunkLength} bytes");
        }
    }

    [TestCaseSource(nameof(ResponseNames))]
    public void TryReadRun_ChunksOfEveryLength_AgreesWithSystemTextJsonFieldByField(string name)
    {
        var response = Responses[name];

        foreach (var chunkLength in Enumerable.Range(1, 70).Append(4096).Append(int.MaxValue))
        {
            AssertSame(response, RunFeed.Runs(response, chunkLength), PlainRun.AssertSame);
        }
    }

    [TestCaseSource(nameof(ResponseNames))]
    public void TryReadRun_Summaries_AgreeWithSystemTextJsonFieldByField(string name)
    {
        var response = Responses[name];

        AssertSame(response, RunFeed.Read(response, 4096, RunReader.ReadSummary), PlainRun.AssertSame);
    }

    [TestCaseSource(nameof(ResponseNames))]
    public void TryReadRun_AnyResponse_ReturnsRunsEqualToDeserializedOnes(string name)
    {
        var response = Responses[name];

        Assert.That(RunFeed.Runs(response, 4096), Is.EqualTo(JsonSerializer.Deserialize<List<Run>>(WithoutMark(response))));
        Assert.That(
            RunFeed.Read(response, 4096, RunReader.ReadSummary),
            Is.EqualTo(JsonSerializer.Deserialize<List<RunSummary>>(WithoutMark(response))));
    }

    [TestCase(InitialBufferSize - 2)]
    [TestCase(InitialBufferSize - 1)]
    [TestCase(InitialBufferSize)]
    [TestCase(InitialBufferSize + 1)]
    [TestCase((2 * InitialBufferSize) - 1)]
    [TestCase(2 * InitialBufferSize)]
    [TestCase((5 * InitialBufferSize) + 3)]
    public void TryReadRun_RunsAroundAndBeyondTheBufferSize_ReturnsAll(int length)
    {
        var small = RunText.With();
        string[] expected = [small, OfLength(length), small, OfLength(length + 1), small];
        var response = Utf8($"[{string.Join(',', expected)}]");

        foreach (var chunkLength in new[] { 61, 1000, InitialBufferSize - 1, InitialBufferSize, int.MaxValue })
        {
            Assert.That(RunFeed.Texts(response, chunkLength), Is.EqualTo(expected), $"in chunks of {chunkLength} bytes");
        }
    }

    [Test]
    public void TryReadRun_ManySmallRunsBeyondTheBufferSize_ReturnsAll()
    {
        var expected = Enumerable.Range(0, 5000).Select(index => RunText.With($"\"progress\":{index}")).ToList();

        Assert.That(RunFeed.Texts(Utf8($"[{string.Join(" ,\n", expected)}]"), 1500), Is.EqualTo(expected));
    }

    [Test]
    public void TryReadRun_CopiedRun_IsNotAffectedByReuseOfTheBuffer()
    {
        using var runs = new RunArrayReader(long.MaxValue);
        Append(runs, """[{"id":"r-1","status":"running","input":"first"},""");
        runs.TryReadRun(RunReader.CopyRun, out var first);

        for (var i = 0; i < 2000; i++)
        {
            Append(runs, """{"id":"x-x","status":"xxxxxxx","input":"xxxxx"},""");
            runs.TryReadRun(RunReader.CopyRun, out _);
        }

        Assert.That(first!.Input.ToString(), Is.EqualTo("\"first\""));
        Assert.That(RunText.Write(first), Is.EqualTo("""{"id":"r-1","status":"running","input":"first"}"""));
    }

    [Test]
    public void TryReadRun_PartOfARunArrived_ReturnsItOnlyWhenComplete()
    {
        using var runs = new RunArrayReader(long.MaxValue);

        Append(runs, $"[{RunText.With()[..^1]}");
        var isIncompleteRead = runs.TryReadRun(RunReader.CopyRun, out _);
        Append(runs, "}");
        var isCompleteRead = runs.TryReadRun(RunReader.CopyRun, out var run);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(isIncompleteRead, Is.False);
            Assert.That(isCompleteRead, Is.True);
            Assert.That(run!.Id, Is.EqualTo("r-1"));
            Assert.That(runs.Count, Is.EqualTo(1));
            Assert.That(runs.TryReadRun(RunReader.CopyRun, out _), Is.False);
        }
    }

    [TestCase("[]")]
    [TestCase(" [ ] ")]
    [TestCase("\uFEFF[]")]
    [TestCase("\uFEFF \r\n\t[\n]\n")]
    public void TryReadRun_EmptyList_ReturnsNothing(string response)
    {
        for (var chunkLength = 1; chunkLength <= 6; chunkLength++)
        {
            Assert.That(RunFeed.Texts(Utf8(response), chunkLength), Is.Empty);
        }
    }

    [Test]
    public void TryReadRun_RunOfExactlyTheLimit_IsReturned()
    {
        var run = OfLength(1000);

        Assert.That(RunFeed.Read(Utf8($"[{run},{run}]"), 7, json => json.ToString(), maxRunBytes: 1000), Is.EqualTo(new[] { run, run }));
    }

    [TestCase(1)]
    [TestCase(300)]
    [TestCase(int.MaxValue)]
    public void TryReadRun_RunLargerThanTheLimit_ThrowsWithItsOffset(int chunkLength)
    {
        var response = Utf8($"[{OfLength(100)}, {OfLength(1001)}]");

        var (failure, read) = RunFeed.TryRead(response, chunkLength, maxRunBytes: 1000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Has.Count.EqualTo(1));
            Assert.That(failure?.Message, Is.EqualTo("run 2 of the response is larger than 1000 bytes"));
            Assert.That(failure?.Offset, Is.EqualTo(103));
            Assert.That(failure?.EndsEarly, Is.False);
        }
    }

    [TestCase(500, true)]
    [TestCase(2000, false)]
    public void TryReadRun_DeeplyNestedValue_CanBeReadUpToTheMaximumDepth(int depth, bool isRead)
    {
        var run = RunText.With($"\"input\":{new string('[', depth)}{new string(']', depth)}");

        var (failure, read) = RunFeed.TryRead(Utf8($"[{run}]"), 64);

        Assert.That(failure, Is.Null);
        Assert.That(() => RunText.Write(read.Single()) == run, isRead ? Is.True : Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Dispose_Twice_DoesNotThrow()
    {
        var runs = new RunArrayReader(long.MaxValue);
        runs.Dispose();

        Assert.That(runs.Dispose, Throws.Nothing);
    }

    private static void AssertSame<T>(byte[] response, List<T> runs, Action<T, JsonElement> assertSame)
    {
        using var plain = JsonDocument.Parse(WithoutMark(response).ToArray());
        Assert.That(runs, Has.Count.EqualTo(plain.RootElement.GetArrayLength()));
        foreach (var (run, json) in runs.Zip(plain.RootElement.EnumerateArray()))
        {
            assertSame(run, json);
        }
    }

    private static Dictionary<string, byte[]> CreateResponses()
    {
        // Brackets, quotes and escapes inside strings, after sequences of backslashes of every length.
        var heavy = string.Join(',', Enumerable.Range(0, 40).Select(length => RunText.With(
            $$"""
            "k]}[{\"{{length}}":"{{string.Concat(Enumerable.Repeat(@"\\", length))}}\"}],[{ü要😀","\\":["\\\"","]}",{"{":"\u005d"}]
            """)));

        var responses = ExampleFiles.Names.ToDictionary(name => name, ExampleFiles.Bytes);
        responses["pretty-printed"] = JsonSerializer.SerializeToUtf8Bytes(Plain("failed"), Indented);
        responses["minified"] = JsonSerializer.SerializeToUtf8Bytes(Plain("all-statuses"));
        responses["with a byte order mark"] = [0xEF, 0xBB, 0xBF, .. ExampleFiles.Bytes("documented")];
        responses["heavy"] = Utf8($"[{heavy}]");
        responses["white space everywhere"] = Utf8($"\r\n\t [ \n{heavy} \t] \r\n");
        return responses;
    }

    private static JsonElement Plain(string example) => JsonDocument.Parse(ExampleFiles.Bytes(example)).RootElement;

    private static List<string> PlainTexts(byte[] response) =>
        [.. JsonDocument.Parse(WithoutMark(response).ToArray()).RootElement.EnumerateArray().Select(run => run.GetRawText())];

    private static ReadOnlySpan<byte> WithoutMark(byte[] response) => response.AsSpan(response.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    private static string OfLength(int length)
    {
        var filler = length - RunText.With("\"input\":\"\"").Length;
        return RunText.With($"\"input\":\"{new string('x', filler)}\"");
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void Append(RunArrayReader runs, string text)
    {
        for (var bytes = Utf8(text).AsMemory(); !bytes.IsEmpty;)
        {
            var memory = runs.GetMemory();
            var chunk = bytes[..Math.Min(bytes.Length, memory.Length)];
            chunk.CopyTo(memory);
            runs.Advance(chunk.Length);
            bytes = bytes[chunk.Length..];
        }
    }
}
