#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// However much data a server sends, the client reads no more than MaxResponseBytes and the rest of the buffer that received the last byte.
public sealed class EndlessBodyPropertyTests
{
    private const int Bodies = 250;

    // The initial size of the receive buffer.
    private const int BufferSize = 64 * 1024;

    private const string Run = "{\"id\":\"a\",\"status\":\"b\"}";

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly Gen<string> Beginnings = Gen.OneOf(
        "",
        "[",
        $"[ {Run}",
        "\uFEFF",
        "[{\"id\":\"a\",\"status\":\"b\",\"input\":\"",
        "[{\"id\":\"a\",\"status\":\"b\",\"input\":",
        "[{\"");

    private static readonly Gen<string> Repeats =
        Gen.OneOf(" ", $",{Run}", "x", "[", "{\"a\":", "\\\"", "9", "\\ud800", "[],", "\0", $"{Run},");

    private static readonly Gen<EndlessBody> AnyBody = Gen.Select(
        Beginnings,
        Repeats,
        Gen.OneOf(97, 4096, int.MaxValue),
        Gen.OneOf(1, 2, 500, 65_535, 65_536, 65_537, 300_000),
        (beginning, repeated, segment, limit) => new EndlessBody(beginning, repeated, segment, limit));

    [OneTimeSetUp]
    public static void WarmUp() => AssertStops(new EndlessBody("[", "x", 1, 1), CallOutcome.OfListAsync);

    [Test]
    public void ListAndSummaries_AnyEndlessBody_ReadNoMoreThanMaxResponseBytes() => Property.Holds(AnyBody, Bodies, body =>
    {
        AssertStops(body, CallOutcome.OfListAsync);
        AssertStops(body, CallOutcome.OfListSummariesAsync);
    });

    [Test]
    public void StreamAsync_AnyEndlessRun_ReadsNoMoreThanMaxResponseBytes() => Property.Holds(
        AnyBody.Where(body => body.Repeated is "x" or "[" or "9" or "\\\""), Bodies, body => AssertStops(body, CallOutcome.OfStreamAsync));

    private static void AssertStops(EndlessBody body, Func<IRunsClient, Task<CallOutcome>> call)
    {
        var stream = new EndlessStream(Encoding.UTF8.GetBytes(body.Beginning), Encoding.UTF8.GetBytes(body.Repeated), body.Segment);
        using var handler = new StubHandler(
            request => new HttpResponseMessage { Content = new StreamContent(stream), RequestMessage = request });
        using var client = new RunsClient(
            TestClients.Options(Address, options => (options.MaxRetries, options.MaxResponseBytes) = (0, body.MaxResponseBytes)), handler);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = call(client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        PropertyAssert.That(
            outcome.IsCompleted && outcome.Result.Failure?.GetType() == typeof(InvalidResponseException),
            $"{outcome.Status}, {(outcome.IsCompleted ? outcome.Result.FailureText : "")}");

        // The buffer doubles at most, and is filled at most once more.
        PropertyAssert.That(stream.BytesRead <= (2L * body.MaxResponseBytes) + BufferSize, $"{stream.BytesRead} bytes read");
        var reads = stream.BytesRead / body.Segment;
        PropertyAssert.That(allocated <= AllocationLimit.Of(body.MaxResponseBytes, reads), $"{allocated} bytes allocated");
    }

    private sealed record EndlessBody(string Beginning, string Repeated, int Segment, int MaxResponseBytes);
}
#endif
