#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Json;

// An answer and the lengths of the pieces that it arrives in.
internal sealed record Answer(byte[] Body, int[] Pieces)
{
    public override string ToString() => $"in pieces of {string.Join(", ", Pieces)}: {Encoding.UTF8.GetString(Body)}";
}

// Answers with lists of runs: any of the documented fields and others, values of every kind, twice or not at all, in odd spellings.
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
        Field(JsonGen.Scalar, "id", "group_id", "name", "type", "workflow_hash", "author_name", "description", "error_handler", "saved", "runs_count"),
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

    // Mostly right, or most answers would be refused.
    private static readonly Gen<string> Identity = Gen.Select(
        Field(Gen.Frequency<string>((60, Gen.Const("\"r-1\"")), (20, Gen.Const("\"\\u0072-ü\"")), (10, JsonGen.Text), (1, JsonGen.Scalar)), "id"),
        Field(Gen.Frequency<string>((60, Gen.Const("\"running\"")), (20, Gen.Const("\"f\\u0061iled\"")), (10, JsonGen.Text), (1, JsonGen.Scalar)), "status"),
        (id, status) => $"{id},{status}");

    private static readonly Gen<string> Run = Gen.Select(RunField.Array[0, 3], Identity, RunField.Array[0, 6],
        (before, identity, after) => JsonGen.Object([.. before, identity, .. after]));

    private static readonly Gen<int[]> Pieces = Gen.Frequency<int[]>(
        (1, Gen.Const(new[] { 1 })),
        (1, Gen.Const(new[] { int.MaxValue })),
        (4, Gen.Int[1, 150].Array[1, 4]));

    public static Gen<Answer> Answers { get; } = Gen.Select(Run.Array[0, 3], JsonGen.Spaces, Gen.Int[0, 9], Pieces, (runs, spaces, mark, pieces) =>
    {
        var text = JsonGen.Spaced($"{JsonGen.Space}{JsonGen.List(runs)}{JsonGen.Space}", spaces);
        return new Answer(Encoding.UTF8.GetBytes(mark == 0 ? $"\uFEFF{text}" : text), pieces);
    });

    // Bytes replaced, inserted and taken out, mostly of those that mean something.
    public static Gen<Answer> Damaged { get; } = Gen.Select(Answers, Damage().Array[1, 3], (answer, damages) =>
        answer with { Body = damages.Aggregate(answer.Body, (body, damage) => damage(body)) });

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

    private static Gen<string> Object(int most, params Gen<string>[] fields) =>
        Gen.Frequency<string>((9, Gen.OneOf<string>(fields).Array[0, most].Select(JsonGen.Object)), (1, JsonGen.Scalar));

    private static Gen<string> Field(Gen<string> value, params string[] names) =>
        Gen.Select(Gen.OneOf(names), Gen.Int[0, 15], value, (name, escape, text) => JsonGen.Field(JsonGen.Name(name, escape), text));
}
#endif
