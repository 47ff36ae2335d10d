using System.Globalization;
using System.Text;

namespace QuickStart.Output;

/// <summary>Makes untrusted text safe for one line of a terminal, and measures it in terminal columns.</summary>
internal static class ConsoleText
{
    // East Asian scripts and emoji, which take two columns per character.
    private static readonly (int First, int Last)[] WideRanges =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Replaces line breaks with spaces and removes terminal control characters.</summary>
    public static string ToSingleLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                line.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString();
    }

    public static int GetWidth(string text) => text.EnumerateRunes().Sum(GetWidth);

    /// <summary>Returns a single line of at most <paramref name="maxWidth"/> columns. Truncated text ends with an ellipsis.</summary>
    public static string Truncate(string text, int maxWidth)
    {
        var line = ToSingleLine(text);
        if (GetWidth(line) <= maxWidth)
        {
            return line;
        }

        var truncated = new StringBuilder();
        var width = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            width += GetWidth(rune);
            if (width >= maxWidth)
            {
                break;
            }

            truncated.Append(rune.ToString());
        }

        return truncated.Append('…').ToString();
    }

    public static string Pad(string text, int width, bool alignRight = false)
    {
        var padding = new string(' ', Math.Max(0, width - GetWidth(text)));
        return alignRight ? padding + text : text + padding;
    }

    private static int GetWidth(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
        : WideRanges.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
        : 1;
}
