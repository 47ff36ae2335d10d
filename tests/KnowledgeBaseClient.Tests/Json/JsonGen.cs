#if NET10_0_OR_GREATER
using System.Text;
using CsCheck;
using KnowledgeBaseClient.Tests.Json.Reading;

namespace KnowledgeBaseClient.Tests.Json;

// Generates JSON of every kind. A marker stands where white space is allowed: the white space is chosen once for a whole response.
internal static class JsonGen
{
    public const char Space = '\u0001';

    // Escaped names that break a reader that mistakes text for structure or confuses names.
    public static readonly string[] UnknownNames =
    [
        "new", "new", "ID", "id2", "", "ü", "a]}", "\\\"", "\\\\", "\\n\\u00fc", "\\ud800", "x:{", "statu\\u0073\\u0020",
    ];

    private static readonly string[] Parts =
    [
        "a", "b c", "]", "}", "{[", "[{\\\"", "\\\"", "\\\\", "\\\\\\\\\\\\", "\\\\\\\"", "\\n\\t\\/\\b", "\\u005d", "\\u0022",
        "\\ud800", "\\uDE00x", "\\ud83d\\uDE00",
        "\\u0000", "ü", "要", "😀", "\u007f", ", ", "\\\":", "null", "//", new('x', 61), new('\\', 64), "-1", "\u2028",
    ];

    private static readonly Gen<string> Number = Gen.OneOf(
        "0", "-0", "5", "42", "99.9", "0.10", "1e2", "1E+2", "-7", "-7.9", "1e400", "-1e400", "1E-2", "0.1e1", "2147483648", "-2147483649",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890");

    // Strings that a property of another kind may accept.
    private static readonly Gen<string> Quoted = Gen.OneOf(
        "\"5\"", "\" 7 \"", "\"1.9\"", "\"1e3\"", "\"NaN\"", "\"Infinity\"", "\"0x10\"",
        "\"true\"", "\"null\"", "\"\"", "\" \"", "\"\\u0035\"", "\"node-1\"");

    public static Gen<string> Text { get; } = Gen.OneOf(Parts).Array[0, 6].Select(parts => $"\"{string.Concat(parts)}\"");

    public static Gen<string> Scalar { get; } = Gen.Frequency<string>(
        (3, Text), (2, Quoted), (3, Number), (2, Gen.OneOf("null", "true", "false")), (1, Gen.OneOf("{}", "[]")));

    public static Gen<string> Time { get; } = Gen.Frequency<string>(
        (8, Gen.OneOf([.. PlainTimes.Known.Keys]).Select(time => $"\"{time}\"")), (1, Scalar));

    public static Gen<string[]> Spaces { get; } = Gen.Frequency<string[]>(
        (2, Gen.Const(new[] { "" })),
        (1, Gen.Const(new[] { "\n  " })),
        (3, Gen.OneOf("", "", " ", "\n", "\r\n\t", "          ", "\n\n                                ").Array[1, 7]));

    public static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency<string>(
            (3, Scalar),
            (1, Array(Value(depth - 1), 3)),
            (1, Gen.Select(Gen.OneOf(UnknownNames), Value(depth - 1), Field).Array[0, 3].Select(Object)));

    public static Gen<string> Array(Gen<string> entry, int most) => entry.Array[0, most].Select(List);

    public static string List(string[] entries) => $"[{Space}{string.Join($"{Space},{Space}", entries)}{Space}]";

    public static string Object(string[] fields) => $"{{{Space}{string.Join($"{Space},{Space}", fields)}{Space}}}";

    public static string Field(string name, string value) => $"\"{name}\"{Space}:{Space}{value}";

    // Escapes the letter at the given index, if the name has one.
    public static string Name(string name, int escape) => escape < name.Length && !name.Contains('\\', StringComparison.Ordinal)
        ? $"{name[..escape]}\\u{(int)name[escape]:x4}{name[(escape + 1)..]}"
        : name;

    public static string Spaced(string text, string[] spaces)
    {
        var spaced = new StringBuilder(text.Length * 2);
        var count = 0;
        foreach (var current in text)
        {
            if (current == Space)
            {
                spaced.Append(spaces[count++ % spaces.Length]);
            }
            else
            {
                spaced.Append(current);
            }
        }

        return spaced.ToString();
    }
}
#endif
