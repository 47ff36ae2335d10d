#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Json;

// A response body and the lengths of the chunks in which it arrives.
internal sealed record GeneratedResponse(byte[] Body, int[] ChunkLengths)
{
    public override string ToString() => $"in chunks of {string.Join(", ", ChunkLengths)}: {Encoding.UTF8.GetString(Body)}";
}

// Generates lists of runs: documented and other properties, absent or repeated, with values of every kind and unusual formatting.
internal static class AnswerGen
{
    private static readonly string[] Texts = ["id", "group_id", "workflow_id", "source", "name", "type", "icon"];

    private static readonly Gen<string> Lists = JsonGen.Array(JsonGen.Value(1), 4);

    private static readonly Gen<string> Meta = Object(6,
        Field(Lists, "tags"),
        Field(JsonGen.Scalar, "icon"),
        Field(JsonGen.Value(2), JsonGen.UnknownNames));

    private static readonly Gen<string> Details = Object(8,
        Field(Lists, "executed_nodes", "running_nodes", "remaining_nodes", "skipped_nodes", "error_handler_nodes"),
        Field(JsonGen.Scalar, "total_progress"),
        Field(JsonGen.Value(2), "per_node_progress", "per_edge_progress"),
        Field(JsonGen.Value(2), JsonGen.UnknownNames),
        Field(JsonGen.Value(1), "executed_nodes", "total_progress"));

    private static readonly Gen<string> Workflow = Object(10,
        Field(
            JsonGen.Scalar,
            "id", "group_id", "name", "type", "workflow_hash", "author_name", "description", "error_handler", "saved", "runs_count"),
        Field(JsonGen.Time, "last_updated_at", "last_run_at", "created_at", "deleted_at"),
        Field(Meta, "meta"),
        Field(JsonGen.Value(3), "definition"),
        Field(JsonGen.Value(2), JsonGen.UnknownNames),
        Field(JsonGen.Value(1), [.. Texts, "meta", "created_at", "definition"]));

    private static readonly Gen<string> RunField = Gen.Frequency<string>(
        (3, Field(JsonGen.Scalar, "group_id", "workflow_id", "source", "progress")),
        (2, Field(JsonGen.Time, "created_at", "finished_at")),
        (1, Field(Lists, "node_ids")),
        (1, Field(Details, "progress_details")),
        (2, Field(Workflow, "workflow")),
        (3, Field(JsonGen.Value(3), "input", "output", "workflow_definition", "definitions", "meta")),
        (2, Field(JsonGen.Value(2), JsonGen.UnknownNames)),
        (1, Field(JsonGen.Value(1), "progress", "node_ids", "progress_details", "workflow", "created_at", "source")));

    // Usually valid, because otherwise most responses would be rejected.
    private static readonly Gen<string> Identity = Gen.Select(
        Field(MostlyOneOf("\"r-1\"", "\"\\u0072-ü\""), "id"),
        Field(MostlyOneOf("\"running\"", "\"f\\u0061iled\""), "status"),
        (id, status) => $"{id},{status}");

    private static readonly Gen<string> Run = Gen.Select(RunField.Array[0, 3], Identity, RunField.Array[0, 6],
        (before, identity, after) => JsonGen.Object([.. before, identity, .. after]));

    private static readonly Gen<int[]> ChunkLengths = Gen.Frequency<int[]>(
        (1, Gen.Const(new[] { 1 })),
        (1, Gen.Const(new[] { int.MaxValue })),
        (4, Gen.Int[1, 150].Array[1, 4]));

    public static Gen<GeneratedResponse> Answers { get; } = Gen.Select(
        Run.Array[0, 3], JsonGen.Spaces, Gen.Int[0, 9], ChunkLengths, (runs, spaces, mark, chunkLengths) =>
    {
        var text = JsonGen.Spaced($"{JsonGen.Space}{JsonGen.List(runs)}{JsonGen.Space}", spaces);
        return new GeneratedResponse(Encoding.UTF8.GetBytes(mark == 0 ? $"\uFEFF{text}" : text), chunkLengths);
    });

    // Bytes are replaced, inserted and removed, with a preference for bytes that are JSON syntax.
    public static Gen<GeneratedResponse> Damaged { get; } = Gen.Select(Answers, Damage().Array[1, 3], (response, damages) =>
        response with { Body = damages.Aggregate(response.Body, (body, damage) => damage(body)) });

    private static Gen<Func<byte[], byte[]>> Damage() => Gen.Select(
        Gen.Int[0, 4],
        Gen.Double.Unit,
        Gen.Int[1, 12],
        Gen.Frequency<byte>((3, Gen.OneOf("[]{},:\"\\ 0n\n-u"u8.ToArray())), (1, Gen.Byte)),
        (kind, place, length, replacement) => (Func<byte[], byte[]>)(body =>
        {
            var at = (int)(place * body.Length);
            var end = Math.Min(body.Length, at + length);
            return kind switch
            {
                0 => [.. body[..at], replacement, .. body[Math.Min(body.Length, at + 1)..]],
                1 => [.. body[..at], replacement, .. body[at..]],
                2 => [.. body[..at], .. body[end..]],
                3 => [.. body[..end], .. body[at..]],
                _ => body[..at],
            };
        }));

    private static Gen<string> MostlyOneOf(string usual, string escaped) =>
        Gen.Frequency<string>((60, Gen.Const(usual)), (20, Gen.Const(escaped)), (10, JsonGen.Text), (1, JsonGen.Scalar));

    private static Gen<string> Object(int most, params Gen<string>[] fields) =>
        Gen.Frequency<string>((9, Gen.OneOf<string>(fields).Array[0, most].Select(JsonGen.Object)), (1, JsonGen.Scalar));

    private static Gen<string> Field(Gen<string> value, params string[] names) =>
        Gen.Select(Gen.OneOf(names), Gen.Int[0, 15], value, (name, escape, text) => JsonGen.Field(JsonGen.Name(name, escape), text));
}
#endif
