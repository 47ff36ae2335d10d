namespace KnowledgeBaseClient;

// The form in which the service mostly sends its times, such as 2026-03-04T17:19:31.204118Z, read at once. False for any other, valid or not.
internal static class Iso8601Utc
{
    private const int ToSeconds = 19;
    private const int TicksDigits = 7;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= ToSeconds || text.Length > ToSeconds + 1 + TicksDigits + 1
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z')
        {
            return false;
        }

        var year = (TwoDigits(text, 0) * 100) + TwoDigits(text, 2);
        var month = TwoDigits(text, 5);
        var day = TwoDigits(text, 8);
        var hour = TwoDigits(text, 11);
        var minute = TwoDigits(text, 14);
        var second = TwoDigits(text, 17);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59
            || day > DateTime.DaysInMonth(year, month)
            || !TryFraction(text[ToSeconds..^1], out var ticks))
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks));
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        for (var i = 1; i <= TicksDigits; i++)
        {
            var digit = i < text.Length ? text[i] - '0' : 0;
            if ((uint)digit > 9)
            {
                return false;
            }

            ticks = (ticks * 10) + digit;
        }

        return text[0] == '.' && text.Length > 1;
    }

    // What is no digit makes it too large for anything.
    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        var tens = (uint)(text[at] - '0');
        var ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? 10_000 : (int)((tens * 10) + ones);
    }
}
