#if NET10_0_OR_GREATER
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// What a caller asks for, with whatever for ids and status.
internal sealed record FuzzedRequest(string Call, string KnowledgeBaseId, string? Status, string[]? RunIds, int MaxRunIdsPerRequest)
{
    public const string Find = nameof(IRunsClient.FindAsync);

    private static readonly string[] Calls = [nameof(IRunsClient.ListAsync), nameof(IRunsClient.ListSummariesAsync), nameof(IRunsClient.StreamAsync), Find];

    private static readonly Gen<string?> Statuses = Gen.Frequency<string?>(
        (2, Gen.Const((string?)null)), (1, Gen.OneOf("queued", "failed")!), (3, TextGen.Any.Select(text => string.IsNullOrWhiteSpace(text) ? "running" : text)!));

    private static readonly Gen<string[]> Many = Gen.Select(
        Gen.Int[1000, 4000], Gen.OneOf("r", "要", "run-0a1b2c3d-"), (count, text) => Enumerable.Range(0, count).Select(i => $"{text}{i % 3500}").ToArray());

    private static readonly Gen<string[]?> Ids = Gen.Frequency<string[]?>(
        (20, Gen.Const((string[]?)null)), (30, TextGen.Any.Array[0, 4]!), (20, TextGen.Plain.Array[0, 30]!), (5, TextGen.Plain.Array[100, 200]!), (1, Many!));

    public static Gen<FuzzedRequest> Any { get; } = Gen.Select(
        Gen.OneOf(Calls),
        Gen.Frequency<string>((2, TextGen.Any), (1, TextGen.Plain)),
        Statuses,
        Ids,
        Gen.Frequency<int>((2, Gen.Const(100)), (2, Gen.Int[1, 7]), (1, Gen.Const(int.MaxValue))),
        (call, id, status, runIds, most) => call == Find
            ? new FuzzedRequest(call, id, null, [runIds is [var first, ..] ? first : "run"], most)
            : new FuzzedRequest(call, id, status, runIds, most));

    public bool CanBeMeant =>
        Meaning.IsId(KnowledgeBaseId) && (Status is null || Meaning.IsStatus(Status)) && RunIds?.All(Meaning.IsRunId) != false;

    public async Task SendAsync(IRunsClient client)
    {
        var filter = new RunFilter { Status = Status is null ? null : new RunStatus(Status), RunIds = RunIds };
        switch (Call)
        {
            case nameof(IRunsClient.ListAsync):
                await client.ListAsync(KnowledgeBaseId, filter);
                break;
            case nameof(IRunsClient.ListSummariesAsync):
                await client.ListSummariesAsync(KnowledgeBaseId, filter);
                break;
            case nameof(IRunsClient.StreamAsync):
                await client.StreamAsync(KnowledgeBaseId, filter).ToListAsync();
                break;
            default:
                await client.FindAsync(KnowledgeBaseId, RunIds![0]);
                break;
        }
    }

    public override string ToString() =>
        $"{Call} of {Quoted(KnowledgeBaseId)}, status {Quoted(Status)}, by {MaxRunIdsPerRequest}: {(RunIds is null ? "all" : string.Join(' ', RunIds.Select(Quoted)))}";

    private static string Quoted(string? text) => text is null
        ? "null"
        : $"\"{string.Concat(text.Take(200).Select(character => character is > ' ' and <= '~' ? $"{character}" : $"\\u{(int)character:x4}"))}\" ({text.Length})";
}
#endif
