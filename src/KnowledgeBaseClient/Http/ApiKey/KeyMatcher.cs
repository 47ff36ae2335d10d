using System.Buffers;
using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient;

// Finds a key in a text, whichever of its characters are written as JSON, a URL or HTML may write them.
internal static class KeyMatcher
{
    private static readonly (string Entity, char Character)[] Entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];

    // An entity of HTML, with room for a few leading zeros.
    private const int LongestEscape = 10;

    // What is written with none of these is written plainly.
    private static readonly SearchValues<char> Escapes = SearchValues.Create("\\%&");

    public static bool IsIn(string text, string key) =>
        text.AsSpan().ContainsAny(Escapes) ? Find(text, key, 0).Length > 0 : text.Contains(key, StringComparison.Ordinal);

    public static string Replace(string text, string key, string mask)
    {
        var found = Find(text, key, 0);
        if (found.Length == 0)
        {
            return text;
        }

        var replaced = new StringBuilder();
        var end = 0;
        for (; found.Length > 0; found = Find(text, key, end))
        {
            replaced.Append(text, end, found.Start - end).Append(mask);
            end = found.Start + found.Length;
        }

        return replaced.Append(text, end, text.Length - end).ToString();
    }

    // Where a beginning of the key of at least this length ends the text, which was cut off there, perhaps within an escape; -1 when none does.
    public static int FindBeginning(string text, string key, int shortest)
    {
        for (var start = Math.Max(0, text.Length - (LongestEscape * key.Length)); start < text.Length; start++)
        {
            var (at, found) = (start, 0);
            while (found < key.Length && LengthOf(key[found], text.AsSpan(at)) is > 0 and var written)
            {
                at += written;
                found++;
            }

            if (found >= shortest && (at == text.Length || (text.Length - at < LongestEscape && Escapes.Contains(text[at]))))
            {
                return start;
            }
        }

        return -1;
    }

    private static (int Start, int Length) Find(string text, string key, int from)
    {
        for (var start = from; start < text.Length; start++)
        {
            if (LengthAt(text.AsSpan(start), key) is > 0 and var length)
            {
                return (start, length);
            }
        }

        return (text.Length, 0);
    }

    private static int LengthAt(ReadOnlySpan<char> text, string key)
    {
        var length = 0;
        foreach (var character in key)
        {
            var written = LengthOf(character, text[length..]);
            if (written == 0)
            {
                return 0;
            }

            length += written;
        }

        return length;
    }

    private static int LengthOf(char character, ReadOnlySpan<char> text)
    {
        var escaped = text.IsEmpty ? 0 : text[0] switch
        {
            '\\' when text.Length > 1 && text[1] == 'u' && IsHex(text, 2, 4, character) => 6,
            '\\' when text.Length > 1 && text[1] == character && !char.IsAsciiLetterOrDigit(character) => 2,
            '%' when IsHex(text, 1, 2, character) => 3,
            '&' => LengthOfEntity(character, text),
            _ => 0,
        };
        return escaped > 0 ? escaped : !text.IsEmpty && text[0] == character ? 1 : 0;
    }

    private static int LengthOfEntity(char character, ReadOnlySpan<char> text)
    {
        foreach (var (entity, meaning) in Entities)
        {
            if (meaning == character && text.StartsWith(entity, StringComparison.Ordinal))
            {
                return entity.Length;
            }
        }

        var end = text[..Math.Min(text.Length, LongestEscape)].IndexOf(';');
        return end > 2 && text[1] == '#' && (text[2] is 'x' or 'X'
                ? IsHex(text, 3, end - 3, character)
                : int.TryParse(text[2..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code == character)
            ? end + 1
            : 0;
    }

    private static bool IsHex(ReadOnlySpan<char> text, int start, int digits, char character) =>
        text.Length >= start + digits
        && int.TryParse(text.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        && code == character;
}
