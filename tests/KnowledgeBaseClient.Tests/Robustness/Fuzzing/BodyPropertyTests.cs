#if NET10_0_OR_GREATER
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KnowledgeBaseClient.Tests.Json;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever a server sends with a 200, every method ends, in runs or in the exception that is documented, and takes memory in proportion.
public sealed class BodyPropertyTests
{
    private const int Bodies = 6_000;

    // Runs and their texts take more than the bytes that they come from, each read has its state, and a failure its text.
    private const long MostPerByte = 64;
    private const long MostPerRead = 1024;
    private const long MostBesides = 512 * 1024;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    // What is made once and kept would count as that of the first body.
    [OneTimeSetUp]
    public static void WarmUp()
    {
        foreach (var text in (string[])["[{\"id\":\"a\",\"status\":\"b\"}]", "[{]"])
        {
            var body = new FuzzedBody(Encoding.UTF8.GetBytes(text), [int.MaxValue], Framing.Length);
            End(body, Ending.ListAsync);
            End(body, Ending.StreamAsync);
            End(body, Ending.SummariesAsync);
        }
    }

    [Test]
    public void AnyList_AnyBody_EndsAsDocumented() => Property.Holds(FuzzedBody.Any, Bodies, body =>
    {
        var list = End(body, Ending.ListAsync);
        var stream = End(body, Ending.StreamAsync);
        var summaries = End(body, Ending.SummariesAsync);

        Require.That(list.Failure is null || list.Runs.Count == 0, "a list with runs and a failure");
        Require.Same([stream.Problem], [list.Problem], "stream");
        Require.That(list.Failure is not null || list.Runs.SequenceEqual(stream.Runs), $"a list of {list.Runs.Count} and a stream of {stream.Runs.Count}");

        // A summary does not look into what it leaves out: only there can it be content with what a run is not.
        var isAlike = list.Failure is null || (!body.IsEndless && IsJson(body.Bytes));
        Require.That(!isAlike || summaries.Problem == list.Problem, $"summaries: {summaries.Problem} in place of {list.Problem}");
        Require.That(summaries.Failure is not null || summaries.Ids.Take(stream.Ids.Length).SequenceEqual(stream.Ids), "other runs as summaries");
        Require.That(!isAlike || summaries.Failure is not null || list.Failure is not null || summaries.Ids.Length == list.Ids.Length, "more summaries than runs");

        foreach (var run in stream.Runs.Take(1).Concat(summaries.Runs.Take(1)))
        {
            Reading.Everything(run);
        }
    });

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
            return Utf8.IsValid(text) && JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = body.Length + 1 }).ValueKind != JsonValueKind.Undefined;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Ending End(FuzzedBody body, Func<IRunsClient, Task<Ending>> call)
    {
        // NUnit's would have every continuation wait for another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        var clock = new FakeTimeProvider();
        using var handler = new BodyHandler(body);
        using var client = new RunsClient(TestClients.Options(Address, options => options.MaxRetries = 0), handler, timeProvider: clock);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ending = call(client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require.That(allocated <= (MostPerByte * body.Bytes.Length) + (MostPerRead * handler.Reads) + MostBesides, $"{allocated} bytes for {body.Bytes.Length}");
        if (body.IsEndless)
        {
            clock.Advance(new KnowledgeBaseClientOptions().AttemptTimeout);
        }

        Require.That(ending.IsCompleted, "a hang");
        Require.That(
            ending.Result.Failure is null ? !body.IsEndless
            : ending.Result.Failure.GetType() == typeof(InvalidResponseException)
                || (ending.Result.Failure.GetType() == typeof(KnowledgeBaseConnectionException) && body.Framing != Framing.Length)
                || (ending.Result.Failure.GetType() == typeof(KnowledgeBaseTimeoutException) && body.IsEndless),
            ending.Result.Failure);
        return ending.Result;
    }
}
#endif
