using System.Globalization;
using System.Text.Json;

namespace KnowledgeBaseClient.Testing;

// A response, and what happens to it on its way. Both transports send it in the same way.
internal sealed record SimulatedResponse(
    int StatusCode, ResponseBody Body, string ContentType, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    // The connection ends without a response.
    public static SimulatedResponse Disconnect { get; } = Json(503, "") with { IsDisconnect = true };

    public bool IsDisconnect { get; private init; }

    // Sent after the body as they happen; null for a response that has only a body.
    public RunEventSource? Events { get; init; }

    // Before the response starts. Infinite: no response.
    public TimeSpan Delay { get; init; }

    // The number of bytes of the body after which the connection ends.
    public int? CutAfter { get; init; }

    public static SimulatedResponse Json(int statusCode, string json) => Json(statusCode, ResponseBody.FromText(json));

    public static SimulatedResponse Json(int statusCode, ResponseBody json) => new(statusCode, json, "application/json", NoHeaders);

    // As FastAPI writes its errors.
    public static SimulatedResponse Error(int statusCode, string detail) =>
        Json(statusCode, $$"""{"detail":{{JsonSerializer.Serialize(detail)}}}""");

    public static SimulatedResponse Error(Exception failure) => Error(500, $"{failure.GetType().Name}: {failure.Message}");

    // What happens to it on its way. The client measures a Retry-After against the Date of the response, which must be that of the
    // simulator's clock.
    public SimulatedResponse With(FaultEffect effect, DateTimeOffset receivedAt) => WithDate(receivedAt) with
    {
        Delay = effect.Delay,
        CutAfter = effect.CutAfter,
        Events = Events is null ? null : Events with { Disturbance = effect.Events },
        IsDisconnect = IsDisconnect || effect.LosesResponse,
    };

    public SimulatedResponse WithHeader(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };

    public SimulatedResponse WithRetryAfter(TimeSpan? retryAfter) => retryAfter is { } delay
        ? WithHeader("Retry-After", Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture))
        : this;

    private SimulatedResponse WithDate(DateTimeOffset now) =>
        Headers.ContainsKey("Date") ? this : WithHeader("Date", now.ToString("R", CultureInfo.InvariantCulture));
}
