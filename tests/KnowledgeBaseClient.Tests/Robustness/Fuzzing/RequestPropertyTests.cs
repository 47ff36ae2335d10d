#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Any input of a caller is either rejected, or sent with exactly its meaning, seen in the bytes that are sent.
public sealed class RequestPropertyTests
{
    private const int Requests = 2_500;
    private const int MaxUrlLength = 8_000;

    // A request without a status reserves this much of the URL for one.
    private const int ReservedForStatus = 16;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly string[] HeaderNames = ["Accept", "Accept-Encoding", "Host", "User-Agent", "X-API-Key"];

    [Test]
    public async Task ListStreamSummariesAndFind_AnyIdsAndStatus_AreRejectedOrSentUnchanged()
    {
        using var transport = new RecordingTransport();
        await Property.HoldsAsync(FuzzedRequest.Any, Requests, request => AssertRejectedOrSentAsync(request, transport));
    }

    private static async Task AssertRejectedOrSentAsync(FuzzedRequest request, RecordingTransport transport)
    {
        using var client = new RunsClient(
            TestClients.Options(Address, options => (options.MaxRetries, options.MaxRunIdsPerRequest) = (0, request.MaxRunIdsPerRequest)),
            transport.Handler);
        transport.Clear();

        var isRejected = false;
        try
        {
            await request.SendAsync(client);
        }
        catch (ArgumentException)
        {
            isRejected = true;
        }

        PropertyAssert.That(
            isRejected == !request.IsValid, isRejected ? "A valid request was rejected." : "An invalid request was accepted.");
        var requests = transport.Requests;
        if (isRejected)
        {
            PropertyAssert.That(requests.Count == 0, "A rejected request was sent.");
            return;
        }

        foreach (var sent in requests)
        {
            PropertyAssert.SequenceEqual(sent.Segments, ["v1", "knowledge-bases", request.KnowledgeBaseId, "runs"], "Path");
            PropertyAssert.SequenceEqual(
                [.. sent.Headers.Select(header => header.Name).Order(StringComparer.Ordinal)], HeaderNames, "Names of the headers");
            PropertyAssert.SequenceEqual(
                [sent.Header("X-API-Key"), sent.Header("Host")], [TestClients.Key, Address.Authority], "Key and host");
            AssertParameters(sent, request, IsProbe(sent, requests));
        }

        AssertIds(requests, request);
    }

    // The service lists nothing, so one of several ids is requested alone, with any status, at the end.
    private static bool IsProbe(RecordedRequest sent, IReadOnlyList<RecordedRequest> requests) =>
        requests.Count > 1
        && ReferenceEquals(sent, requests[^1])
        && requests.SkipLast(1).Any(other => IdsIn(other).Contains(IdsIn(sent)[0]));

    private static string[] IdsIn(RecordedRequest sent) => sent.Query[^1].Value.Split(',');

    private static void AssertParameters(RecordedRequest sent, FuzzedRequest request, bool isProbe)
    {
        string[] status = request.Status is null || isProbe ? [] : ["status"];
        string[] ids = request.RunIds is { Length: > 0 } ? ["run_ids"] : [];
        PropertyAssert.SequenceEqual([.. sent.Query.Select(parameter => parameter.Name)], [.. status, .. ids], "Names of the parameters");
        PropertyAssert.That(status.Length == 0 || sent.Query[0].Value == request.Status, "The status differs.");
        PropertyAssert.That(sent.Target.Length <= MaxUrlLength, $"A request target of {sent.Target.Length} characters");
    }

    private static void AssertIds(IReadOnlyList<RecordedRequest> sent, FuzzedRequest request)
    {
        if (request.RunIds is not { Length: > 0 })
        {
            // No ids select no run.
            PropertyAssert.That(sent.Count == (request.RunIds is null ? 1 : 0), $"{sent.Count} requests");
            return;
        }

        string[][] batches = [.. sent.Select(IdsIn)];
        if (IsProbe(sent[^1], sent))
        {
            PropertyAssert.That(batches[^1].Length == 1, $"{batches[^1].Length} ids in the last request");
            batches = batches[..^1];
        }

        PropertyAssert.SequenceEqual([.. batches.SelectMany(batch => batch)], [.. request.RunIds.Distinct()], "Ids");
        for (var i = 0; i < batches.Length; i++)
        {
            PropertyAssert.That(batches[i].Length <= request.MaxRunIdsPerRequest, $"{batches[i].Length} ids in one request");
            var hadRoom = batches[i].Length < request.MaxRunIdsPerRequest && i + 1 < batches.Length
                && LengthWithNextId(sent[i], batches[i + 1][0]) + ReservedForStatus < MaxUrlLength;
            PropertyAssert.That(!hadRoom, $"Request {i + 1} had room for the first id of the next request.");
        }
    }

    private static int LengthWithNextId(RecordedRequest sent, string nextId) =>
        $"{Address}{sent.Target}%2C{Uri.EscapeDataString(nextId)}".Length;
}
#endif
