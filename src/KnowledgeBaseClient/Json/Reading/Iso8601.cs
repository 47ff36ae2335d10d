namespace KnowledgeBaseClient;

// Parses the timestamps that the service is known to send: ISO 8601 with an offset, with Z, with +0000, with a space instead of the T, or
// without an offset, which means UTC. (System.Text.Json rejects a space and +0000, and reads a time without an offset as local time.)
internal static class Iso8601
{
    // The length of 2026-03-04T17:19:31.
    private const int SecondsLength = 19;

    // A tick is 100 ns. Further digits are truncated.
    private const int MaxFractionDigits = 7;

    private const int InvalidDigits = 10_000;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time) =>
        TryParseUtc(text, out time) || TryParseAnyForm(text, out time);

    // The fast path for the usual form, such as 2026-03-04T17:19:31.204118Z. Returns false for any other form, even if it is valid.
    public static bool TryParseUtc(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= SecondsLength || text.Length > SecondsLength + 1 + MaxFractionDigits + 1
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z')
        {
            return false;
        }

        var year = (ParseTwoDigits(text, 0) * 100) + ParseTwoDigits(text, 2);
        var month = ParseTwoDigits(text, 5);
        var day = ParseTwoDigits(text, 8);
        var hour = ParseTwoDigits(text, 11);
        var minute = ParseTwoDigits(text, 14);
        var second = ParseTwoDigits(text, 17);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59
            || day > DateTime.DaysInMonth(year, month)
            || !TryParseFraction(text[SecondsLength..^1], out var ticks))
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks));
        return true;
    }

    // The slow path, which consumes the text part by part.
    public static bool TryParseAnyForm(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        text = text.Trim(" "u8);

        if (!TryReadDigits(ref text, 4, out var year) || !TryRead(ref text, '-')
            || !TryReadDigits(ref text, 2, out var month) || !TryRead(ref text, '-')
            || !TryReadDigits(ref text, 2, out var day)
            || !TryReadTimeOfDay(ref text, out var timeOfDay)
            || !TryParseOffset(text.Trim(" "u8), out var offset)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day).Ticks + timeOfDay.Ticks;
        var utcTicks = ticks - offset.Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, offset);
        return true;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, out int ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        for (var i = 1; i <= MaxFractionDigits; i++)
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

    // Returns a number that is too large for every part of a date if one of the bytes is not a digit.
    private static int ParseTwoDigits(ReadOnlySpan<byte> text, int start)
    {
        var tens = (uint)(text[start] - '0');
        var ones = (uint)(text[start + 1] - '0');
        return tens > 9 || ones > 9 ? InvalidDigits : (int)((tens * 10) + ones);
    }

    private static bool TryReadTimeOfDay(ref ReadOnlySpan<byte> text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TryRead(ref text, 'T') && !TryRead(ref text, 't') && !TryRead(ref text, ' '))
        {
            return false;
        }

        if (!TryReadDigits(ref text, 2, out var hours) || !TryRead(ref text, ':') || !TryReadDigits(ref text, 2, out var minutes))
        {
            return false;
        }

        var seconds = 0;
        var fraction = 0L;
        if (TryRead(ref text, ':') && (!TryReadDigits(ref text, 2, out seconds) || !TryReadFraction(ref text, out fraction)))
        {
            return false;
        }

        time = new TimeSpan(hours, minutes, seconds) + new TimeSpan(fraction);
        return hours < 24 && minutes < 60 && seconds < 60;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!TryRead(ref text, '.') && !TryRead(ref text, ','))
        {
            return true;
        }

        var digits = 0;
        while (TryReadDigits(ref text, 1, out var digit))
        {
            if (digits < MaxFractionDigits)
            {
                ticks = (ticks * 10) + digit;
            }

            digits++;
        }

        for (var i = digits; i < MaxFractionDigits; i++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8))
        {
            return true;
        }

        var sign = TryRead(ref text, '+') ? 1 : TryRead(ref text, '-') ? -1 : 0;
        if (sign == 0 || !TryReadDigits(ref text, 2, out var hours))
        {
            return false;
        }

        TryRead(ref text, ':');
        var minutes = 0;
        if ((!text.IsEmpty && !TryReadDigits(ref text, 2, out minutes)) || !text.IsEmpty || minutes > 59)
        {
            return false;
        }

        // DateTimeOffset allows offsets up to 14 hours.
        offset = sign * new TimeSpan(hours, minutes, 0);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TryReadDigits(ref ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        foreach (var digit in text[..count])
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        text = text[count..];
        return true;
    }
}
