using System.Buffers;
using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient;

// Finds a key in a text in which any of its characters may be escaped the way JSON, URLs or HTML do.
internal static class KeyMatcher
{
    private static readonly (string Entity, char Character)[] Entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];

    // A numeric HTML entity with a few leading zeros.
    private const int MaxEscapeLength = 10;

    // A text without any of these contains no escape.
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

    // Returns where the text, truncated and perhaps within an escape, ends in a prefix of the key of at least this length; -1 if it does
    // not.
    public static int FindPrefixAtEnd(string text, string key, int minLength)
    {
        for (var start = Math.Max(0, text.Length - (MaxEscapeLength * key.Length)); start < text.Length; start++)
        {
            var (at, found) = (start, 0);
            while (found < key.Length && LengthOf(key[found], text.AsSpan(at)) is > 0 and var written)
            {
                at += written;
                found++;
            }

            if (found >= minLength && (at == text.Length || (text.Length - at < MaxEscapeLength && Escapes.Contains(text[at]))))
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

        var end = text[..Math.Min(text.Length, MaxEscapeLength)].IndexOf(';');
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
