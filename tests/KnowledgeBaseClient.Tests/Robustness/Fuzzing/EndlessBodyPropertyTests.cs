#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// However much a server sends, no more is taken in than MaxResponseBytes and what came with its last byte.
public sealed class EndlessBodyPropertyTests
{
    private const int Bodies = 250;

    // The window that bytes arrive in, before it has to grow.
    private const int Window = 64 * 1024;

    private const long MostPerByte = 64;
    private const long MostPerRead = 1024;
    private const long MostBesides = 512 * 1024;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly Gen<EndlessBody> AnyBody = Gen.Select(
        Gen.OneOf(
            "", "[", "[ {\"id\":\"a\",\"status\":\"b\"}", "\uFEFF", "[{\"id\":\"a\",\"status\":\"b\",\"input\":\"", "[{\"id\":\"a\",\"status\":\"b\",\"input\":", "[{\""),
        Gen.OneOf(" ", ",{\"id\":\"a\",\"status\":\"b\"}", "x", "[", "{\"a\":", "\\\"", "9", "\\ud800", "[],", "\0", "{\"id\":\"a\",\"status\":\"b\"},"),
        Gen.OneOf(97, 4096, int.MaxValue),
        Gen.OneOf(1, 2, 500, 65_535, 65_536, 65_537, 300_000),
        (beginning, repeated, piece, limit) => new EndlessBody(beginning, repeated, piece, limit));

    [OneTimeSetUp]
    public static void WarmUp() => RequireEnd(new EndlessBody("[", "x", 1, 1), Ending.ListAsync);

    [Test]
    public void ListAsync_AnyEndlessBody_TakesNoMoreThanItsLimit() => Property.Holds(AnyBody, Bodies, body =>
    {
        RequireEnd(body, Ending.ListAsync);
        RequireEnd(body, Ending.SummariesAsync);
    });

    [Test]
    public void StreamAsync_AnyRunWithoutEnd_TakesNoMoreThanItsLimit() => Property.Holds(
        AnyBody.Where(body => body.Repeated is "x" or "[" or "9" or "\\\""), Bodies, body => RequireEnd(body, Ending.StreamAsync));

    private static void RequireEnd(EndlessBody body, Func<IRunsClient, Task<Ending>> call)
    {
        using var handler = new EndlessHandler(Encoding.UTF8.GetBytes(body.Beginning), Encoding.UTF8.GetBytes(body.Repeated), body.Piece);
        using var client = new RunsClient(
            TestClients.Options(Address, options => (options.MaxRetries, options.MaxResponseBytes) = (0, body.MaxResponseBytes)), handler);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var ending = call(client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Require.That(ending.IsCompleted && ending.Result.Failure?.GetType() == typeof(InvalidResponseException), $"{ending.Status}");

        // The window at most doubles, and is filled once more at most.
        Require.That(handler.Taken <= (2L * body.MaxResponseBytes) + Window, $"{handler.Taken} bytes taken");
        var reads = handler.Taken / body.Piece;
        Require.That(allocated <= (MostPerByte * body.MaxResponseBytes) + (MostPerRead * reads) + MostBesides, $"{allocated} bytes allocated");
    }

    private sealed record EndlessBody(string Beginning, string Repeated, int Piece, int MaxResponseBytes);
}
#endif
