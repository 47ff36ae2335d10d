#if NET10_0_OR_GREATER
using System.Text.Json;
using System.Text.Unicode;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

// What holds of any answer, tried on generated ones.
[Parallelizable(ParallelScope.All)]
public sealed class RunArrayReaderPropertyTests
{
    private const int Answers = 100_000;
    private const int DamagedAnswers = 20_000;

    [Test]
    public void TryTake_AnyAnswerInAnyPieces_GivesWhatSystemTextJsonReads() => Property.Holds(AnswerGen.Answers, Answers, answer =>
    {
        using var plain = JsonDocument.Parse(WithoutMark(answer));
        var expected = plain.RootElement.EnumerateArray().ToList();

        AssertSame(answer, expected, RunReader.CopyRun, PlainRun.AssertSame);
        AssertSame(answer, expected, RunReader.ReadSummary, PlainRun.AssertSame);
    });

    // Whatever else a failure were, it would reach callers as it is.
    [Test]
    public void TryTake_AnyDamagedAnswer_GivesRunsOrSaysThatItIsNoList() => Property.Holds(AnswerGen.Damaged, DamagedAnswers, answer =>
    {
        var (failure, count) = Outcome(answer, answer.Pieces, RunReader.CopyRun);
        var whole = Outcome(answer, [int.MaxValue], RunReader.CopyRun);
        var (summaryFailure, summaryCount) = Outcome(answer, answer.Pieces, RunReader.ReadSummary);

        Require(count == whole.Count && failure?.Message == whole.Failure?.Message, $"cut: {failure?.Message}; whole: {whole.Failure?.Message}");
        Require(failure?.Offset == whole.Failure?.Offset, $"at {failure?.Offset} when cut, at {whole.Failure?.Offset} when whole");
        Require(failure?.EndsEarly == whole.Failure?.EndsEarly, "ends early when cut or when whole, not both");
        Require(failure is null ? summaryFailure is null && summaryCount == count : summaryCount >= count, $"as summaries: {summaryFailure?.Message}");

        if (PlainCount(answer) is { } expected)
        {
            Require(failure is null && count == expected, $"System.Text.Json reads {expected} runs: {failure?.Message}");
        }
    });

    private static void AssertSame<T>(Answer answer, List<JsonElement> expected, Func<RawJson, T> read, Action<T, JsonElement> assertSame)
    {
        var taken = new List<T>();
        var refused = expected.FindIndex(json => !PlainRun.IsRun(json));
        try
        {
            RunFeed.Take(answer.Body, answer.Pieces, read, taken);
            Require(refused < 0, $"run {refused + 1} should have been refused");
        }
        catch (MalformedListException failure)
        {
            Require(refused >= 0, $"refused at {failure.Offset}: {failure.Message}");
        }

        Require(taken.Count == (refused < 0 ? expected.Count : refused), $"{taken.Count} of {expected.Count} runs");
        for (var i = 0; i < taken.Count; i++)
        {
            assertSame(taken[i], expected[i]);
        }
    }

    private static (MalformedListException? Failure, int Count) Outcome<T>(Answer answer, int[] pieces, Func<RawJson, T> read)
    {
        var taken = new List<T>();
        try
        {
            RunFeed.Take(answer.Body, pieces, read, taken);
            return (null, taken.Count);
        }
        catch (MalformedListException failure)
        {
            return (failure, taken.Count);
        }
    }

    // Null when System.Text.Json does not find a list of runs there.
    private static int? PlainCount(Answer answer)
    {
        try
        {
            using var plain = Utf8.IsValid(answer.Body) ? JsonDocument.Parse(WithoutMark(answer)) : null;
            return plain?.RootElement.ValueKind == JsonValueKind.Array && plain.RootElement.EnumerateArray().All(PlainRun.IsRun)
                ? plain.RootElement.GetArrayLength()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(Answer answer) => answer.Body.AsMemory(answer.Body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    // NUnit would keep a failed assertion in mind even when it is caught, and CsCheck fails on purpose while it shrinks.
    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new AssertionException(problem);
        }
    }
}
#endif
