using System.Globalization;
using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// Reads how long a service asks to wait, in seconds or as a date on the client's clock. An unreadable value counts as absent.
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
            ? NotNegative(date - time.GetUtcNow())
            : null;
    }

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
