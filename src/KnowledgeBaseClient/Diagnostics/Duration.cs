using System.Globalization;

namespace KnowledgeBaseClient;

// Durations for messages: a number and its unit.
internal static class Duration
{
    public static string Format(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerDay == 0 && duration > TimeSpan.Zero ? Format(duration.TotalDays, "d")
        : duration.Ticks % TimeSpan.TicksPerHour == 0 && duration > TimeSpan.Zero ? Format(duration.TotalHours, "h")
        : duration.Ticks % TimeSpan.TicksPerMinute == 0 && duration > TimeSpan.Zero ? Format(duration.TotalMinutes, "min")
        : duration.TotalDays >= 2 ? Format(duration.TotalDays, "d")
        : duration.TotalHours >= 2 ? Format(duration.TotalHours, "h")
        : Format(duration.TotalSeconds, "s");

    private static string Format(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:#,##0.###} {unit}");
}
