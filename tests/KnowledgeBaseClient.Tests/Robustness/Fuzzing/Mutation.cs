#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// What may become of the bytes of an answer.
internal static class Mutation
{
    private const int MostDuplicated = 2_000;

    private static readonly string[] Texts =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\0", "\uFEFF", "\\u", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\x", "/*", "//",
        "'", "<html>", "null", "tru", "NaN", "-", "-0",
        "01", "1e", "1e999999999", "-1e-999999999", "99999999999999999999999999999999", ",]", ",}", "[]", "{}", "\"id\":", "\"id\":null,",
        "\"status\":7,", "\"progress\":1e400,",
        "\"workflow\":[],", "\"workflow\":{\"name\":", "\"progress_details\":{\"executed_nodes\":[", "\"meta\":{\"tags\":", "\n", "\u2028", "\u202e",
        "[{\"id\":\"x\",\"status\":\"y\"}]",
    ];

    // Not UTF-8: a byte that never occurs, an overlong slash, a surrogate, a beginning without its end, an end without its beginning, too far.
    private static readonly byte[][] NoText =
        [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80], [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xEF, 0xBB]];

    private static readonly Gen<string> Deep = Gen.Select(
        Gen.OneOf(("[", "]"), ("{\"a\":", "}"), ("[{\"\":", "}]"), ("{\"a\":[", "")), Gen.OneOf(3, 63, 64, 65, 1022, 1023, 1024, 1025, 4000), Gen.Bool, Nested);

    private static readonly Gen<byte[]> Inserted = Gen.Frequency<byte[]>(
        (60, Gen.OneOf(Texts).Select(Encoding.UTF8.GetBytes)),
        (10, Gen.OneOf(NoText)),
        (6, Gen.Byte.Array[1, 4]),
        (4, Deep.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.OneOf('9', 'x', '\\', ' ', '[').Select(letter => Encoding.UTF8.GetBytes(new string(letter, 70_000)))));

    public static Gen<byte[]> Of(Gen<byte[]> bodies) => Gen.Select(
        bodies,
        Gen.Select(Gen.Int[0, 7], Gen.Double.Unit, Gen.Double.Unit, Gen.Frequency<int>((4, Gen.Int[1, 12]), (1, Gen.Int[1, MostDuplicated])), Inserted).Array[1, 3],
        (body, mutations) => mutations.Aggregate(body, (body, mutation) => Mutate(body, mutation.Item1, mutation.Item2, mutation.Item3, mutation.Item4, mutation.Item5)));

    private static string Nested((string Open, string Close) level, int depth, bool isClosed) =>
        string.Concat(Enumerable.Repeat(level.Open, depth)) + (isClosed ? "1" + string.Concat(Enumerable.Repeat(level.Close, depth)) : "");

    private static byte[] Mutate(byte[] body, int kind, double place, double otherPlace, int length, byte[] inserted)
    {
        var at = (int)(place * body.Length);
        var end = Math.Min(body.Length, at + length);
        var other = Math.Min(body.Length, end + (int)(otherPlace * body.Length));
        var otherEnd = Math.Min(body.Length, other + length);
        return kind switch
        {
            0 => [.. body[..at], .. body[at..end].Select(value => (byte)(value ^ (1 << (int)(otherPlace * 8)))), .. body[end..]],
            1 => body[..at],
            2 => [.. body[..end], .. body[at..]],
            3 => [.. body[..at], .. body[end..]],
            4 => [.. body[..at], .. body[other..otherEnd], .. body[end..other], .. body[at..end], .. body[otherEnd..]],
            5 => [.. body[..at], .. inserted, .. body[end..]],
            _ => [.. body[..at], .. inserted, .. body[at..]],
        };
    }
}
#endif
