#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A body, the lengths of the pieces that it arrives in, how its end is known, and after how many bytes nothing comes any more.
internal sealed record FuzzedBody(byte[] Bytes, int[] Pieces, Framing Framing, int StallsAt = int.MaxValue)
{
    private const int MostShown = 3_000;

    private static readonly Gen<byte[]> Whole = Gen.Frequency<byte[]>(
        (8, AnswerGen.Answers.Select(answer => answer.Body)),
        (1, Gen.OneOf(ExampleFiles.Names).Select(ExampleFiles.Bytes)),
        (2, Gen.Select(JsonGen.Value(3), JsonGen.Spaces, (text, spaces) => Encoding.UTF8.GetBytes(JsonGen.Spaced(text, spaces)))),
        (1, Gen.Int[0, 100].Select(count => Encoding.UTF8.GetBytes(TestClients.Runs(Enumerable.Range(0, count).Select(i => $"r{i % 70}"))))));

    // In a field of a run, whatever it is: most of it has to be read past.
    private static readonly Gen<byte[]> WithOddField = Gen.Select(
        Gen.OneOf(
            "input", "output", "workflow", "meta", "definitions", "progress_details", "node_ids", "created_at", "progress", "source", "new", "id", "status"),
        Mutation.Of(JsonGen.Value(2).Select(text => Encoding.UTF8.GetBytes(JsonGen.Spaced(text, [""])))),
        (name, value) => (byte[])
            [.. Encoding.UTF8.GetBytes($$"""[{"id":"a","status":"running","{{name}}":"""), .. value, .. "},{\"id\":\"b\",\"status\":\"failed\"}]"u8]);

    private static readonly Gen<byte[]> Bodies = Gen.Frequency<byte[]>(
        (6, Whole), (10, Mutation.Of(Whole)), (5, WithOddField), (2, Mutation.Of(Gen.Const(Array.Empty<byte>()))), (1, Gen.Byte.Array[0, 60]));

    private static readonly Gen<double?> Stalls = Gen.Frequency<double?>((9, Gen.Const((double?)null)), (1, Gen.Double.Unit.Select(place => (double?)place)));

    private static readonly Gen<int[]> Cuts = Gen.Frequency<int[]>(
        (12, Gen.Const(new[] { int.MaxValue })), (12, Gen.Int[10, 400].Array[1, 4]), (1, Gen.Int[1, 4].Array[1, 3]));

    public static Gen<FuzzedBody> Any { get; } = Gen.Select(
        Bodies, Cuts, Gen.OneOf(Enum.GetValues<Framing>()), Stalls, (bytes, pieces, framing, stall) =>
            new FuzzedBody(bytes, pieces, framing, stall is { } place ? (int)(place * bytes.Length) : int.MaxValue));

    public bool IsEndless => StallsAt <= Bytes.Length;

    public override string ToString() =>
        $"{Framing}, stall at {StallsAt}, {Bytes.Length} bytes in pieces of {string.Join(", ", Pieces)}: {Encoding.UTF8.GetString(Shown)}\n"
        + $"in base64: {Convert.ToBase64String(Shown)}";

    private ReadOnlySpan<byte> Shown => Bytes.AsSpan(0, Math.Min(Bytes.Length, MostShown));
}
#endif
