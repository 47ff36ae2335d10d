using System.Globalization;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Values of Retry-After: ignored, honored, and longer than a single call waits.</summary>
internal static class RetryAfterFaults
{
    public static IEnumerable<Fault> All =>
        [.. Ignored().SelectMany(Retried), .. Short().SelectMany(RetriedAfter7Seconds), .. TooLong(), .. OtherClock()];

    private static IEnumerable<string> Ignored() =>
        ["0", "-5", "soon", "1.5", "", "5, 5", DateTimeOffset.UnixEpoch.ToString("R", CultureInfo.InvariantCulture)];

    private static IEnumerable<string> Short() =>
        ["7", (new TestClock().GetUtcNow() + TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture)];

    private static IEnumerable<Fault> Retried(string retryAfter)
    {
        if (retryAfter is "7" or "0")
        {
            yield return Fault.Transient<RateLimitedException>(Name(403, retryAfter), Response(403, retryAfter));
        }

        yield return Fault.Transient<RateLimitedException>(Name(429, retryAfter), Response(429, retryAfter));
        yield return Fault.Transient<KnowledgeBaseApiException>(Name(503, retryAfter), Response(503, retryAfter));
    }

    private static IEnumerable<Fault> RetriedAfter7Seconds(string retryAfter) =>
        Retried(retryAfter).Select(fault => fault with { Delay = TimeSpan.FromSeconds(7) });

    private static IEnumerable<Fault> TooLong()
    {
        yield return NotRetried<RateLimitedException>(429, "3600", TimeSpan.FromHours(1));
        yield return NotRetried<KnowledgeBaseApiException>(503, "3600", TimeSpan.FromHours(1));
        foreach (var retryAfter in (string[])["86400", "2147483648", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
        {
            // A wait polls again after a day at the latest, whatever Retry-After specifies.
            yield return NotRetried<RateLimitedException>(429, retryAfter, TimeSpan.FromDays(1));
            yield return NotRetried<KnowledgeBaseApiException>(503, retryAfter, TimeSpan.FromDays(1));
        }
    }

    // The clock of the service is an hour ahead or behind: only the difference to its Date header counts.
    private static IEnumerable<Fault> OtherClock() =>
        from hours in (int[])[-1, 1]
        let serverTime = new TestClock().GetUtcNow() + TimeSpan.FromHours(hours)
        let retryAfter = (serverTime + TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture)
        let date = serverTime.ToString("R", CultureInfo.InvariantCulture)
        let response = Reply.Status(503, "", ("Retry-After", retryAfter), ("Date", date))
        select Fault.Transient<KnowledgeBaseApiException>($"503, Retry-After in 7 s by a clock {hours} h off", response) with
        {
            Delay = TimeSpan.FromSeconds(7),
        };

    // Longer than MaxRetryDelay, so a single call fails. A wait polls again after the delay.
    private static Fault NotRetried<TError>(int status, string retryAfter, TimeSpan delay)
        where TError : KnowledgeBaseException =>
        Fault.Permanent<TError>(Name(status, retryAfter), Response(status, retryAfter)) with
        {
            IsTransient = true,
            IsFinalForWaits = false,
            Delay = delay,
        };

    private static string Name(int status, string retryAfter) => $"{status}, Retry-After \"{retryAfter}\"";

    private static Reply Response(int status, string retryAfter) =>
        Reply.Status(status, "", ("Retry-After", retryAfter));
}
