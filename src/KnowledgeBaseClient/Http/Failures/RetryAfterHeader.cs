using System.Globalization;
using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// Reads the delay that a service requests, in seconds or as a date. An unreadable value counts as absent.
internal static class RetryAfterHeader
{
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        var value = values.ToString().Trim();
        if (value.Length > 0 && value.All(char.IsAsciiDigit))
        {
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond
                ? new TimeSpan(seconds * TimeSpan.TicksPerSecond)
                : TimeSpan.MaxValue;
        }

        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? NotNegative(date - ServerTime(response, time))
            : null;
    }

    // The clock of the service may differ from that of this machine. Its own Date header tells what time it was there.
    private static DateTimeOffset ServerTime(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.NonValidated.TryGetValues("Date", out var values)
            && RetryConditionHeaderValue.TryParse(values.ToString().Trim(), out var parsed) && parsed.Date is { } date
            ? date
            : time.GetUtcNow();

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
