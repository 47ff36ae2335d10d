#if NET10_0_OR_GREATER
using System.Net;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// For any compressed body, intact or mutated after compression, every method returns runs or throws a documented exception.
public sealed class CompressedBodyPropertyTests
{
    private const int Bodies = 3_000;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly string[] Compressions = ["gzip", "br", "deflate", "raw deflate"];

    private static readonly Func<IRunsClient, Task<CallOutcome>>[] Calls =
        [CallOutcome.OfListAsync, CallOutcome.OfStreamAsync, CallOutcome.OfListSummariesAsync];

    private static readonly Gen<CompressedBody> Any = Gen.OneOf(Compressions.Select(compression =>
    {
        var compressed = FuzzedBody.Any.Select(body => Compressed.Compress(compression, body.Bytes));
        return Gen.OneOf(compressed, BodyMutations.Of(compressed)).Select(bytes => new CompressedBody(compression, bytes));
    }).ToArray());

    [Test]
    public void ListStreamAndSummaries_AnyCompressedBody_ReturnRunsOrThrowDocumentedExceptions() => Property.Holds(Any, Bodies, body =>
    {
        foreach (var call in Calls)
        {
            // With NUnit's synchronization context, every continuation would wait for another thread.
            SynchronizationContext.SetSynchronizationContext(null);
            using var handler = new StubHandler(_ => body.ToResponse());
            using var client = new RunsClient(TestClients.Options(Address, options => options.MaxRetries = 0), handler);

            var outcome = call(client);

            PropertyAssert.That(outcome.IsCompleted, "The call hangs.");
            PropertyAssert.That(
                outcome.Result.Failure is null or InvalidResponseException or KnowledgeBaseConnectionException, outcome.Result.Failure);
        }
    });

    private sealed record CompressedBody(string Compression, byte[] Bytes)
    {
        // "raw deflate" is sent as "deflate".
        private string ContentEncoding => Compression.Split(' ')[^1];

        public HttpResponseMessage ToResponse() => new(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Bytes) { Headers = { { "Content-Encoding", ContentEncoding } } },
        };

        public override string ToString() => $"{Compression}, Base64: {Convert.ToBase64String(Bytes)}";
    }
}
#endif
