namespace KnowledgeBaseClient;

// The times that the service is known to send: ISO 8601 with an offset, with Z, with microseconds, with a space for the T, with +0000, or
// without any offset, which is UTC. (System.Text.Json takes the last for local time and throws on a space and on +0000.)
internal static class Iso8601
{
    private const int TicksDigits = 7;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time) => Iso8601Utc.TryParse(text, out time) || TryParsePartByPart(text, out time);

    public static bool TryParsePartByPart(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        text = text.Trim(" "u8);

        if (!TryDigits(ref text, 4, out var year) || !TryTake(ref text, '-')
            || !TryDigits(ref text, 2, out var month) || !TryTake(ref text, '-')
            || !TryDigits(ref text, 2, out var day)
            || !TryTimeOfDay(ref text, out var timeOfDay)
            || !TryOffset(text.Trim(" "u8), out var offset)
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

    private static bool TryTimeOfDay(ref ReadOnlySpan<byte> text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TryTake(ref text, 'T') && !TryTake(ref text, 't') && !TryTake(ref text, ' '))
        {
            return false;
        }

        if (!TryDigits(ref text, 2, out var hours) || !TryTake(ref text, ':') || !TryDigits(ref text, 2, out var minutes))
        {
            return false;
        }

        var seconds = 0;
        var fraction = 0L;
        if (TryTake(ref text, ':') && (!TryDigits(ref text, 2, out seconds) || !TryFraction(ref text, out fraction)))
        {
            return false;
        }

        time = new TimeSpan(hours, minutes, seconds) + new TimeSpan(fraction);
        return hours < 24 && minutes < 60 && seconds < 60;
    }

    // Digits beyond the seventh are finer than a tick and are cut off.
    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!TryTake(ref text, '.') && !TryTake(ref text, ','))
        {
            return true;
        }

        var digits = 0;
        while (TryDigits(ref text, 1, out var digit))
        {
            if (digits < TicksDigits)
            {
                ticks = (ticks * 10) + digit;
            }

            digits++;
        }

        for (var i = digits; i < TicksDigits; i++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8))
        {
            return true;
        }

        var sign = TryTake(ref text, '+') ? 1 : TryTake(ref text, '-') ? -1 : 0;
        if (sign == 0 || !TryDigits(ref text, 2, out var hours))
        {
            return false;
        }

        TryTake(ref text, ':');
        var minutes = 0;
        if ((!text.IsEmpty && !TryDigits(ref text, 2, out minutes)) || !text.IsEmpty || minutes > 59)
        {
            return false;
        }

        offset = sign * new TimeSpan(hours, minutes, 0);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> text, int count, out int value)
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
