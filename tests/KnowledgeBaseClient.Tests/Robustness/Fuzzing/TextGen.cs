#if NET10_0_OR_GREATER
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// Caller input with special characters, extreme lengths and injection attempts.
internal static class TextGen
{
    private static readonly string[] Hostile =
    [
        "\0", "\u0001", "\t", "\n", "\r\n", "\r\nX-Evil: 1", "\u001b", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u061c", "\u200b", "\u200e",
        "\u200f", "\u2028", "\u202e", "\u2066", "\u3000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud800", "\udc00", "\udbff", "😀", "ü",
        "u\u0308", "要", "ﷺ", "İ", "ı",
        "/", "//", "\\", "..", ".", "/../", "%", "%2F", "%2e%2e", "%00", "%zz", "%E2%80%8E", "?", "#", "&", "=", "+", " ", ",", ";", ":",
        "@", "|", "^", "`", "~", "'", "\"", "<", ">", "{", "}", "{knowledgeBaseId}", "[", "]", "(", ")", "*", "!", "$",
        "&status=x", "?run_ids=x", "#x", "http://evil.example/",
    ];

    private static readonly Gen<string> Harmless = Gen.OneOf("a", "b", "run-7", "0", "A", "3f2504e0-4f89-11d3-9a0c-0305e82c3301");

    private static readonly Gen<string> Part = Gen.Frequency<string>(
        (4, Harmless),
        (8, Gen.OneOf(Hostile)),
        (2, Gen.Char.Select(character => character.ToString())),
        (1, Gen.Char[' ', '~'].Select(character => character.ToString())));

    // Around the maximum lengths, and far beyond.
    private static readonly Gen<string> Long = Gen.Select(
        Gen.OneOf("x", "ü", "要", "%", "😀"),
        Gen.OneOf(99, 100, 101, 227, 228, 341, 342, 682, 683, 1365, 2047, 2048, 2049, 4096, 4097, 10_000),
        (text, length) => string.Concat(Enumerable.Repeat(text, length)));

    private static readonly Gen<string> ValidIdPart = Gen.OneOf("ü", "a b", "%2C", "&", "\u202e", "😀", "/", "\0", "#", "+");

    public static Gen<string> Any { get; } = Gen.Frequency<string>(
        (1, Gen.OneOf("", " ", ".", "..", "...", "\t\n", "\u3000")),
        (12, Part.Array[1, 6].Select(string.Concat)),
        (4, Harmless),
        (1, Long));

    // Few are invalid, so a request with many of them is often accepted.
    public static Gen<string> MostlyValidIds { get; } = Gen.Select(
        Gen.Frequency<string>((30, Harmless), (10, ValidIdPart), (1, Gen.OneOf(Hostile))),
        Gen.Int[0, 2000],
        (text, number) => $"{text}{number}");
}
#endif
