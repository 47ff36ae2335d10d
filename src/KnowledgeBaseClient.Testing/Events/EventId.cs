using System.Globalization;

namespace KnowledgeBaseClient.Testing;

// The id of an event, in the format of Redis: when it happened, in milliseconds since 1970, and its number within this millisecond.
internal readonly record struct EventId(long Milliseconds, int Number) : IComparable<EventId>
{
    public static EventId? Parse(string? text) =>
        text?.Split('-') is [var milliseconds, var number]
            && long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new EventId(time, count)
            : null;

    public int CompareTo(EventId other) => (Milliseconds, Number).CompareTo((other.Milliseconds, other.Number));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");
}
