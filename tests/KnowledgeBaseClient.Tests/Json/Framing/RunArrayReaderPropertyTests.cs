#if NET10_0_OR_GREATER
using System.Text.Json;
using System.Text.Unicode;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

// Properties of any response, checked on generated ones.
[Parallelizable(ParallelScope.All)]
public sealed class RunArrayReaderPropertyTests
{
    private const int Responses = 100_000;
    private const int DamagedResponses = 20_000;

    [Test]
    public void TryReadRun_AnyResponseInAnyChunks_AgreesWithSystemTextJson() => Property.Holds(AnswerGen.Answers, Responses, response =>
    {
        using var plain = JsonDocument.Parse(WithoutMark(response));
        var expected = plain.RootElement.EnumerateArray().ToList();

        AssertSame(response, expected, RunReader.CopyRun, PlainRun.AssertSame);
        AssertSame(response, expected, RunReader.ReadSummary, PlainRun.AssertSame);
    });

    // Any other exception would reach callers untranslated.
    [Test]
    public void TryReadRun_AnyDamagedResponse_ReturnsRunsOrThrowsMalformedList() => Property.Holds(
        AnswerGen.Damaged, DamagedResponses, response =>
    {
        var (failure, count) = Outcome(response, response.ChunkLengths, RunReader.CopyRun);
        var whole = Outcome(response, [int.MaxValue], RunReader.CopyRun);
        var (summaryFailure, summaryCount) = Outcome(response, response.ChunkLengths, RunReader.ReadSummary);

        Require(
            count == whole.Count && failure?.Message == whole.Failure?.Message,
            $"chunked: {failure?.Message}; whole: {whole.Failure?.Message}");
        Require(failure?.Offset == whole.Failure?.Offset, $"at {failure?.Offset} when chunked, at {whole.Failure?.Offset} when whole");
        Require(failure?.EndsEarly == whole.Failure?.EndsEarly, "ends early only when chunked or only when whole");
        Require(
            failure is null ? summaryFailure is null && summaryCount == count : summaryCount >= count,
            $"as summaries: {summaryFailure?.Message}");

        if (PlainCount(response) is { } expected)
        {
            Require(failure is null && count == expected, $"System.Text.Json reads {expected} runs: {failure?.Message}");
        }
    });

    private static void AssertSame<T>(
        GeneratedResponse response, List<JsonElement> expected, Func<RawJson, T> read, Action<T, JsonElement> assertSame)
    {
        var results = new List<T>();
        var rejected = expected.FindIndex(json => !PlainRun.IsRun(json));
        try
        {
            RunFeed.Read(response.Body, response.ChunkLengths, read, results);
            Require(rejected < 0, $"run {rejected + 1} should have been rejected");
        }
        catch (MalformedListException failure)
        {
            Require(rejected >= 0, $"rejected at {failure.Offset}: {failure.Message}");
        }

        Require(results.Count == (rejected < 0 ? expected.Count : rejected), $"{results.Count} of {expected.Count} runs");
        for (var i = 0; i < results.Count; i++)
        {
            assertSame(results[i], expected[i]);
        }
    }

    private static (MalformedListException? Failure, int Count) Outcome<T>(
        GeneratedResponse response, int[] chunkLengths, Func<RawJson, T> read)
    {
        var results = new List<T>();
        try
        {
            RunFeed.Read(response.Body, chunkLengths, read, results);
            return (null, results.Count);
        }
        catch (MalformedListException failure)
        {
            return (failure, results.Count);
        }
    }

    // Returns null if System.Text.Json does not find a list of runs.
    private static int? PlainCount(GeneratedResponse response)
    {
        try
        {
            using var plain = Utf8.IsValid(response.Body) ? JsonDocument.Parse(WithoutMark(response)) : null;
            return plain?.RootElement.ValueKind == JsonValueKind.Array && plain.RootElement.EnumerateArray().All(PlainRun.IsRun)
                ? plain.RootElement.GetArrayLength()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(GeneratedResponse response) =>
        response.Body.AsMemory(response.Body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    // NUnit records a failed Assert even if the exception is caught, and CsCheck causes failures while it shrinks.
    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new AssertionException(problem);
        }
    }
}
#endif
