#if NET10_0_OR_GREATER
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Whatever a caller asks for is refused, or asked for as it was meant: seen in the bytes that are sent.
public sealed class RequestPropertyTests
{
    private const int Requests = 2_500;
    private const int LongestTarget = 8_000;

    // A request without a status keeps the room for one free.
    private const int RoomForStatus = 16;

    private static readonly Uri Address = new("http://127.0.0.1:81/");

    private static readonly string[] Headers = ["Accept", "Accept-Encoding", "Host", "User-Agent", "X-API-Key"];

    [Test]
    public async Task AnyCall_AnyIdsAndStatus_AreRefusedOrSentAsMeant()
    {
        using var wire = new Wire();
        await Property.HoldsAsync(FuzzedRequest.Any, Requests, request => RequireSentAsMeantAsync(request, wire));
    }

    private static async Task RequireSentAsMeantAsync(FuzzedRequest request, Wire wire)
    {
        using var client = new RunsClient(
            TestClients.Options(Address, options => (options.MaxRetries, options.MaxRunIdsPerRequest) = (0, request.MaxRunIdsPerRequest)), wire.Handler);
        wire.Clear();

        var refused = false;
        try
        {
            await request.SendAsync(client);
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Require.That(refused == !request.CanBeMeant, refused ? "refused what can be meant" : "accepted what cannot be meant");
        var requests = wire.Requests;
        if (refused)
        {
            Require.That(requests.Count == 0, "refused, and yet sent");
            return;
        }

        foreach (var sent in requests)
        {
            Require.Same(sent.Segments, ["v1", "knowledge-bases", request.KnowledgeBaseId, "runs"], "path");
            Require.Same([.. sent.Headers.Select(header => header.Name).Order(StringComparer.Ordinal)], Headers, "names of headers");
            Require.That(sent.Header("X-API-Key") == TestClients.Key && sent.Header("Host") == Address.Authority, "key or host");
            RequireParameters(sent, request);
        }

        RequireIds(requests, request);
    }

    private static void RequireParameters(WireRequest sent, FuzzedRequest request)
    {
        string[] status = request.Status is null ? [] : ["status"];
        string[] ids = request.RunIds is { Length: > 0 } ? ["run_ids"] : [];
        Require.Same([.. sent.Query.Select(parameter => parameter.Name)], [.. status, .. ids], "parameters");
        Require.That(request.Status is null || sent.Query[0].Value == request.Status, "status");
        Require.That(sent.Target.Length <= LongestTarget, $"a target of {sent.Target.Length}");
    }

    private static void RequireIds(IReadOnlyList<WireRequest> sent, FuzzedRequest request)
    {
        if (request.RunIds is not { Length: > 0 })
        {
            Require.That(sent.Count == 1, $"{sent.Count} requests");
            return;
        }

        string[][] batches = [.. sent.Select(one => one.Query[^1].Value.Split(','))];
        Require.Same([.. batches.SelectMany(batch => batch)], [.. request.RunIds.Distinct()], "ids");
        for (var i = 0; i < batches.Length; i++)
        {
            Require.That(batches[i].Length <= request.MaxRunIdsPerRequest, $"{batches[i].Length} ids in one request");
            var hadRoom = batches[i].Length < request.MaxRunIdsPerRequest && i + 1 < batches.Length
                && $"{Address}{sent[i].Target}%2C{Uri.EscapeDataString(batches[i + 1][0])}".Length + RoomForStatus < LongestTarget;
            Require.That(!hadRoom, $"request {i + 1} had room for the first id of the next");
        }
    }
}
#endif
