using System.Globalization;
using System.Text;

namespace QuickStart;

/// <summary>Text from elsewhere made fit for one line of a terminal, measured in the columns that it takes there.</summary>
internal static class ColumnText
{
    // Of East Asian scripts and of emoji, whose characters are two columns wide.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    // Line ends become spaces; what would steer the terminal is left out.
    public static string OneLine(string text)
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

    public static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    public static string Cut(string text, int maxWidth)
    {
        var line = OneLine(text);
        if (WidthOf(line) <= maxWidth)
        {
            return line;
        }

        var cut = new StringBuilder();
        var width = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            width += WidthOf(rune);
            if (width >= maxWidth)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.Append('…').ToString();
    }

    public static string Pad(string text, int width, bool alignRight = false)
    {
        var padding = new string(' ', Math.Max(0, width - WidthOf(text)));
        return alignRight ? padding + text : text + padding;
    }

    private static int WidthOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
        : Wide.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
        : 1;
}
