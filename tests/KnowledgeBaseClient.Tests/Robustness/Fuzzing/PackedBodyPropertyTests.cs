#if NET10_0_OR_GREATER
using System.Net;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;
using KnowledgeBaseClient.Tests.Robustness.Faults;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever a server packs, or breaks once it is packed, every method ends as documented.
public sealed class PackedBodyPropertyTests
{
    private const int Bodies = 3_000;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly Gen<PackedBody> Any = Gen.OneOf(
        ((string[])["gzip", "br", "deflate", "bare deflate"]).Select(packing =>
        {
            var packed = FuzzedBody.Any.Select(body => Compressed.Pack(packing, body.Bytes));
            return Gen.OneOf(packed, Mutation.Of(packed)).Select(bytes => new PackedBody(packing, bytes));
        }).ToArray());

    [Test]
    public void AnyList_AnyPackedBody_EndsAsDocumented() => Property.Holds(Any, Bodies, body =>
    {
        foreach (var call in (Func<IRunsClient, Task<Ending>>[])[Ending.ListAsync, Ending.StreamAsync, Ending.SummariesAsync])
        {
            // NUnit's would have every continuation wait for another thread.
            SynchronizationContext.SetSynchronizationContext(null);
            using var handler = new StubHandler(_ => body.ToAnswer());
            using var client = new RunsClient(TestClients.Options(Address, options => options.MaxRetries = 0), handler);

            var ending = call(client);

            Require.That(ending.IsCompleted, "a hang");
            Require.That(ending.Result.Failure is null or InvalidResponseException or KnowledgeBaseConnectionException, ending.Result.Failure);
        }
    });

    private sealed record PackedBody(string Packing, byte[] Bytes)
    {
        public string Encoding => Packing.Split(' ')[^1];

        public HttpResponseMessage ToAnswer() => new(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Bytes) { Headers = { { "Content-Encoding", Encoding } } },
        };

        public override string ToString() => $"{Packing}, in base64: {Convert.ToBase64String(Bytes)}";
    }
}
#endif
