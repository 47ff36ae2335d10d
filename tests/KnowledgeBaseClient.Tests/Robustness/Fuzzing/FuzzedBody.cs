#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;
using KnowledgeBaseClient.Tests.Json;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A body, the lengths of the segments it arrives in, how its end is marked, and the offset at which it stalls (beyond the end: never).
internal sealed record FuzzedBody(byte[] Bytes, int[] Segments, BodyFraming Framing, int StallsAt = int.MaxValue)
{
    private const int MaxShownBytes = 3_000;

    private static readonly Gen<byte[]> Unchanged = Gen.Frequency<byte[]>(
        (8, ResponseGen.Responses.Select(response => response.Body)),
        (1, Gen.OneOf(ExampleFiles.Names).Select(ExampleFiles.Bytes)),
        (2, Gen.Select(JsonGen.Value(3), JsonGen.Spaces, (text, spaces) => Encoding.UTF8.GetBytes(JsonGen.Spaced(text, spaces)))),
        (1, Gen.Int[0, 100].Select(RunsWithRepeatedIds)));

    private static readonly Gen<string> FieldNames = Gen.OneOf(
        "input",
        "output",
        "workflow",
        "meta",
        "definitions",
        "progress_details",
        "node_ids",
        "created_at",
        "progress",
        "source",
        "new",
        "id",
        "status");

    // Valid runs except for one field, so the reader gets past most of the body.
    private static readonly Gen<byte[]> WithMutatedField = Gen.Select(
        FieldNames,
        BodyMutations.Of(JsonGen.Value(2).Select(text => Encoding.UTF8.GetBytes(JsonGen.Spaced(text, [""])))),
        (name, value) => (byte[])
        [
            .. Encoding.UTF8.GetBytes($$"""[{"id":"a","status":"running","{{name}}":"""),
            .. value,
            .. "},{\"id\":\"b\",\"status\":\"failed\"}]"u8,
        ]);

    private static readonly Gen<byte[]> Bodies = Gen.Frequency<byte[]>(
        (6, Unchanged),
        (10, BodyMutations.Of(Unchanged)),
        (5, WithMutatedField),
        (2, BodyMutations.Of(Gen.Const(Array.Empty<byte>()))),
        (1, Gen.Byte.Array[0, 60]));

    // A fraction of the body's length, or no stall.
    private static readonly Gen<double?> StallPositions = Gen.Frequency<double?>(
        (9, Gen.Const((double?)null)), (1, Gen.Double.Unit.Select(position => (double?)position)));

    private static readonly Gen<int[]> SegmentLengths = Gen.Frequency<int[]>(
        (12, Gen.Const(new[] { int.MaxValue })), (12, Gen.Int[10, 400].Array[1, 4]), (1, Gen.Int[1, 4].Array[1, 3]));

    public static Gen<FuzzedBody> Any { get; } = Gen.Select(
        Bodies,
        SegmentLengths,
        Gen.OneOf(BodyFraming.ContentLength, BodyFraming.Chunked, BodyFraming.Http2, BodyFraming.ConnectionClose),
        StallPositions,
        (bytes, segments, framing, stall) =>
            new FuzzedBody(bytes, segments, framing, stall is { } position ? (int)(position * bytes.Length) : int.MaxValue));

    public bool Stalls => StallsAt <= Bytes.Length;

    private ReadOnlySpan<byte> Shown => Bytes.AsSpan(0, Math.Min(Bytes.Length, MaxShownBytes));

    public override string ToString() =>
        $"{Framing}, stalls at {StallsAt}, {Bytes.Length} bytes in segments of {string.Join(", ", Segments)}: "
        + $"{Encoding.UTF8.GetString(Shown)}\nBase64: {Convert.ToBase64String(Shown)}";

    private static byte[] RunsWithRepeatedIds(int count) =>
        Encoding.UTF8.GetBytes(RunsJson.Running(Enumerable.Range(0, count).Select(i => $"r{i % 70}")));
}
#endif
