#if NET10_0_OR_GREATER
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A caller's request with arbitrary ids and status.
internal sealed record FuzzedRequest(string Call, string KnowledgeBaseId, string? Status, string[]? RunIds, int MaxRunIdsPerRequest)
{
    private const int MaxShownCharacters = 200;

    private static readonly string[] Calls =
    [
        nameof(IRunsClient.ListAsync),
        nameof(IRunsClient.ListSummariesAsync),
        nameof(IRunsClient.StreamAsync),
        nameof(IRunsClient.FindAsync),
    ];

    private static readonly Gen<string?> Statuses = Gen.Frequency<string?>(
        (2, Gen.Const((string?)null)),
        (1, Gen.OneOf("queued", "failed")!),
        (3, TextGen.Any.Select(text => string.IsNullOrWhiteSpace(text) ? "running" : text)!));

    private static readonly Gen<string[]> ThousandsOfIds = Gen.Select(
        Gen.Int[1000, 4000],
        Gen.OneOf("r", "要", "run-0a1b2c3d-"),
        (count, text) => Enumerable.Range(0, count).Select(i => $"{text}{i % 3500}").ToArray());

    private static readonly Gen<string[]?> Ids = Gen.Frequency<string[]?>(
        (20, Gen.Const((string[]?)null)),
        (30, TextGen.Any.Array[0, 4]!),
        (20, TextGen.MostlyValidIds.Array[0, 30]!),
        (5, TextGen.MostlyValidIds.Array[100, 200]!),
        (1, ThousandsOfIds!));

    public static Gen<FuzzedRequest> Any { get; } = Gen.Select(
        Gen.OneOf(Calls),
        Gen.Frequency<string>((2, TextGen.Any), (1, TextGen.MostlyValidIds)),
        Statuses,
        Ids,
        Gen.Frequency<int>((2, Gen.Const(100)), (2, Gen.Int[1, 7]), (1, Gen.Const(int.MaxValue))),
        (call, id, status, runIds, max) => call == nameof(IRunsClient.FindAsync)
            ? new FuzzedRequest(call, id, null, [runIds is [var first, ..] ? first : "run"], max)
            : new FuzzedRequest(call, id, status, runIds, max));

    public bool IsValid =>
        InputRules.IsId(KnowledgeBaseId) && (Status is null || InputRules.IsStatus(Status)) && RunIds?.All(InputRules.IsRunId) != false;

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
        $"{Call}, knowledge base {Quoted(KnowledgeBaseId)}, status {Quoted(Status)}, {MaxRunIdsPerRequest} ids per request, "
        + $"ids: {(RunIds is null ? "all" : string.Join(' ', RunIds.Select(Quoted)))}";

    private static string Quoted(string? text) => text is null
        ? "null"
        : $"\"{string.Concat(text.Take(MaxShownCharacters).Select(Escaped))}\" ({text.Length})";

    private static string Escaped(char character) => character is > ' ' and <= '~' ? $"{character}" : $"\\u{(int)character:x4}";
}
#endif
