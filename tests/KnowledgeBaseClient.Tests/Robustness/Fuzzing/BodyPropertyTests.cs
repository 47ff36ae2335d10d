#if NET10_0_OR_GREATER
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// For any body of a 200 response, every method returns runs or throws a documented exception, and allocates in proportion to the body.
public sealed class BodyPropertyTests
{
    private const int Bodies = 6_000;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    // Otherwise objects that are created once and cached would count as allocations of the first body.
    [OneTimeSetUp]
    public static void WarmUp()
    {
        foreach (var text in (string[])["[{\"id\":\"a\",\"status\":\"b\"}]", "[{]"])
        {
            var body = new FuzzedBody(Encoding.UTF8.GetBytes(text), [int.MaxValue], BodyFraming.ContentLength);
            Run(body, CallOutcome.OfListAsync);
            Run(body, CallOutcome.OfStreamAsync);
            Run(body, CallOutcome.OfListSummariesAsync);
        }
    }

    [Test]
    public void ListStreamAndSummaries_AnyBody_ReturnTheSameRunsOrThrow() => Property.Holds(FuzzedBody.Any, Bodies, body =>
    {
        var list = Run(body, CallOutcome.OfListAsync);
        var stream = Run(body, CallOutcome.OfStreamAsync);
        var summaries = Run(body, CallOutcome.OfListSummariesAsync);

        PropertyAssert.That(list.Failure is null || list.Runs.Count == 0, "The list returned runs and threw.");
        PropertyAssert.SequenceEqual([stream.FailureText], [list.FailureText], "Failure of the stream");
        PropertyAssert.That(
            list.Failure is not null || list.Runs.SequenceEqual(stream.Runs),
            $"The list returned {list.Runs.Count} runs, the stream {stream.Runs.Count}, and they differ.");

        // Summaries skip some fields without parsing them, so they accept some bodies that are not valid JSON.
        var mustAgree = list.Failure is null || (!body.Stalls && IsJson(body.Bytes));
        PropertyAssert.That(
            !mustAgree || summaries.FailureText == list.FailureText,
            $"Failure of the summaries: {summaries.FailureText} instead of {list.FailureText}");
        PropertyAssert.That(
            summaries.Failure is not null || summaries.Ids.Take(stream.Ids.Length).SequenceEqual(stream.Ids),
            "The summaries are not those of the streamed runs.");
        PropertyAssert.That(
            !mustAgree || summaries.Failure is not null || list.Failure is not null || summaries.Ids.Length == list.Ids.Length,
            "The summaries contain more runs than the list.");

        foreach (var run in stream.Runs.Take(1).Concat(summaries.Runs.Take(1)))
        {
            RunInspector.ReadAll(run);
        }
    });

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
            var options = new JsonDocumentOptions { MaxDepth = body.Length + 1 };
            return Utf8.IsValid(text) && JsonElement.Parse(text, options).ValueKind != JsonValueKind.Undefined;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static CallOutcome Run(FuzzedBody body, Func<IRunsClient, Task<CallOutcome>> call)
    {
        // With NUnit's synchronization context, every continuation would wait for another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        var clock = new FakeTimeProvider();
        using var handler = new BodyHandler(body);
        using var client = new RunsClient(TestClients.Options(Address, options => options.MaxRetries = 0), handler, timeProvider: clock);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = call(client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        PropertyAssert.That(
            allocated <= AllocationLimit.Of(body.Bytes.Length, handler.ReadsOfLastBody),
            $"{allocated} bytes allocated for a body of {body.Bytes.Length} bytes");
        if (body.Stalls)
        {
            clock.Advance(new KnowledgeBaseClientOptions().AttemptTimeout);
        }

        PropertyAssert.That(outcome.IsCompleted, "The call hangs.");
        PropertyAssert.That(IsDocumented(outcome.Result.Failure, body), outcome.Result.Failure);
        return outcome.Result;
    }

    private static bool IsDocumented(Exception? failure, FuzzedBody body) => failure switch
    {
        null => !body.Stalls,
        _ when failure.GetType() == typeof(InvalidResponseException) => true,
        _ when failure.GetType() == typeof(KnowledgeBaseConnectionException) => body.Framing != BodyFraming.ContentLength,
        _ => failure.GetType() == typeof(KnowledgeBaseTimeoutException) && body.Stalls,
    };
}
#endif
