using System.Globalization;
using System.Net;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A rate limit: allows a number of requests in each period of the clock, and refuses the others with 429.</summary>
/// <param name="clock">The clock whose time the periods are counted in.</param>
/// <param name="allowed">How many requests are allowed in each period.</param>
/// <param name="period">The length of a period. The first one starts now.</param>
/// <param name="sendsRetryAfter">Whether a refusal has a <c>Retry-After</c> header: the time until the next period.</param>
internal sealed class RequestWindow(TimeProvider clock, int allowed, TimeSpan period, bool sendsRetryAfter)
{
    private readonly object _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private long _number;
    private int _used;

    /// <summary>Null if the request is allowed. Every request must be counted once.</summary>
    public HttpResponseMessage? Refuse()
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_start);
            var number = elapsed.Ticks / period.Ticks;
            (_used, _number) = number == _number ? (_used + 1, number) : (1, number);
            return _used <= allowed ? null : Refusal(((number + 1) * period) - elapsed);
        }
    }

    private HttpResponseMessage Refusal(TimeSpan left)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        if (sendsRetryAfter)
        {
            var seconds = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers.TryAddWithoutValidation("Retry-After", seconds);
        }

        return response;
    }
}
