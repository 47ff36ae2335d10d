#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Changes to the bytes of a body: flipped bits, truncation, repeated, deleted and swapped parts, and insertions.
internal static class BodyMutations
{
    private const int MaxLength = 2_000;

    private static readonly string[] Texts =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\0", "\uFEFF", "\\u", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\x", "/*", "//",
        "'", "<html>", "null", "tru", "NaN", "-", "-0",
        "01", "1e", "1e999999999", "-1e-999999999", "99999999999999999999999999999999", ",]", ",}", "[]", "{}", "\"id\":", "\"id\":null,",
        "\"status\":7,", "\"progress\":1e400,",
        "\"workflow\":[],", "\"workflow\":{\"name\":", "\"progress_details\":{\"executed_nodes\":[", "\"meta\":{\"tags\":",
        "\n", "\u2028", "\u202e",
        "[{\"id\":\"x\",\"status\":\"y\"}]",
    ];

    private static readonly byte[][] InvalidUtf8 =
    [
        [0xFF], // Never occurs in UTF-8.
        [0xC0, 0xAF], // An overlong slash.
        [0xED, 0xA0, 0x80], // A surrogate.
        [0xE2, 0x82], // Truncated.
        [0x80], // A continuation byte alone.
        [0xF4, 0x90, 0x80, 0x80], // Beyond U+10FFFF.
        [0xF0, 0x9F, 0x98], // Truncated.
        [0xEF, 0xBB], // A truncated byte order mark.
    ];

    private static readonly Gen<string> DeepNesting = Gen.Select(
        Gen.OneOf(("[", "]"), ("{\"a\":", "}"), ("[{\"\":", "}]"), ("{\"a\":[", "")),
        Gen.OneOf(3, 63, 64, 65, 1022, 1023, 1024, 1025, 4000),
        Gen.Bool,
        Nested);

    private static readonly Gen<byte[]> Inserted = Gen.Frequency<byte[]>(
        (60, Gen.OneOf(Texts).Select(Encoding.UTF8.GetBytes)),
        (10, Gen.OneOf(InvalidUtf8)),
        (6, Gen.Byte.Array[1, 4]),
        (4, DeepNesting.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.OneOf('9', 'x', '\\', ' ', '[').Select(letter => Encoding.UTF8.GetBytes(new string(letter, 70_000)))));

    private static readonly Gen<Change> AnyChange = Gen.Select(
        Gen.Int[0, 7],
        Gen.Double.Unit,
        Gen.Double.Unit,
        Gen.Frequency<int>((4, Gen.Int[1, 12]), (1, Gen.Int[1, MaxLength])),
        Inserted,
        (kind, position, otherPosition, length, inserted) => new Change(kind, position, otherPosition, length, inserted));

    public static Gen<byte[]> Of(Gen<byte[]> bodies) =>
        Gen.Select(bodies, AnyChange.Array[1, 3], (body, changes) => changes.Aggregate(body, Apply));

    private static string Nested((string Open, string Close) level, int depth, bool isClosed) =>
        string.Concat(Enumerable.Repeat(level.Open, depth)) + (isClosed ? "1" + string.Concat(Enumerable.Repeat(level.Close, depth)) : "");

    private static byte[] Apply(byte[] body, Change change)
    {
        var start = (int)(change.Position * body.Length);
        var end = Math.Min(body.Length, start + change.Length);
        var other = Math.Min(body.Length, end + (int)(change.OtherPosition * body.Length));
        var otherEnd = Math.Min(body.Length, other + change.Length);
        var flippedBit = (byte)(1 << (int)(change.OtherPosition * 8));
        return change.Kind switch
        {
            0 => [.. body[..start], .. body[start..end].Select(value => (byte)(value ^ flippedBit)), .. body[end..]],
            1 => body[..start],
            2 => [.. body[..end], .. body[start..]],
            3 => [.. body[..start], .. body[end..]],
            4 => [.. body[..start], .. body[other..otherEnd], .. body[end..other], .. body[start..end], .. body[otherEnd..]],
            5 => [.. body[..start], .. change.Inserted, .. body[end..]],
            _ => [.. body[..start], .. change.Inserted, .. body[start..]],
        };
    }

    private sealed record Change(int Kind, double Position, double OtherPosition, int Length, byte[] Inserted);
}
#endif
