namespace KnowledgeBaseClient.Testing;

/// <summary>Adds faults to a <see cref="KnowledgeBaseSimulator"/>: for all requests, or only for some of them.</summary>
/// <remarks>
/// The methods return the fault that they have added. If several faults concern a request, the first one that was added and replaces the
/// response wins; delays add up, and a cut applies to any response. Faults come before any check of the request. Thread-safe.
/// </remarks>
public sealed class SimulatorFaults
{
    private static readonly int[] StatusesWithoutBody = [204, 205, 304];
    private static readonly string[] HeadersOfTransport = ["Content-Length", "Content-Type", "Transfer-Encoding"];

    private readonly FaultList _faults;
    private readonly Func<ReceivedRequest, bool> _concerns;

    internal SimulatorFaults(FaultList faults)
        : this(faults, _ => true)
    {
    }

    private SimulatorFaults(FaultList faults, Func<ReceivedRequest, bool> concerns) => (_faults, _concerns) = (faults, concerns);

    /// <summary>Limits the faults that are added to the result to some requests.</summary>
    /// <param name="condition">
    /// Whether a fault concerns the request. It is called for every request, on any thread, and must return at once. If it throws, the
    /// service responds with status 500.
    /// </param>
    /// <returns>An object whose faults concern these requests only.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    public SimulatorFaults When(Func<ReceivedRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new SimulatorFaults(_faults, request => _concerns(request) && condition(request));
    }

    /// <summary>Limits the faults that are added to the result to a random share of the requests.</summary>
    /// <param name="probability">The share, from 0 to 1.</param>
    /// <param name="seed">The seed: with the same one, the same requests in the same order meet the faults.</param>
    /// <returns>An object whose faults concern these requests only: all its faults the same ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not from 0 to 1.</exception>
    public SimulatorFaults WithProbability(double probability, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        var draws = new RequestDraws(probability, seed);
        return When(draws.IsHit);
    }

    /// <summary>Responds to the next request with this status. Several such faults are used one after the other.</summary>
    /// <param name="statusCode">The HTTP status code, 200 to 599.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>, rounded up to seconds; null for none.</param>
    /// <param name="body">The body; null for an error in the format of the service, or no body for a status that allows none.</param>
    /// <param name="contentType">The value of the <c>Content-Type</c> header, or an empty string to omit the header.</param>
    /// <param name="headers">More response headers; null for none.</param>
    /// <returns>The fault. It removes itself after one request.</returns>
    /// <exception cref="ArgumentException">
    /// The status does not allow a body, or <paramref name="headers"/> contains a header that the transport sets itself.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="statusCode"/> is not from 200 to 599, or <paramref name="retryAfter"/> is negative.
    /// </exception>
    public SimulatorFault Next(
        int statusCode,
        TimeSpan? retryAfter = null,
        string? body = null,
        string contentType = "application/json",
        IReadOnlyDictionary<string, string>? headers = null) =>
        Once(ToResponse(statusCode, retryAfter, body, contentType, headers));

    /// <summary>Responds to every request with this status.</summary>
    /// <returns>The fault. Dispose it to end it.</returns>
    /// <inheritdoc cref="Next"/>
    public SimulatorFault Always(
        int statusCode,
        TimeSpan? retryAfter = null,
        string? body = null,
        string contentType = "application/json",
        IReadOnlyDictionary<string, string>? headers = null) =>
        Add(new FaultEffect(ToResponse(statusCode, retryAfter, body, contentType, headers)));

    /// <summary>Ends the connection of the next request without a response.</summary>
    /// <returns>The fault. It removes itself after one request.</returns>
    public SimulatorFault NextDisconnect() => Once(SimulatedResponse.Disconnect);

    /// <summary>Responds with status 429 to requests above a rate.</summary>
    /// <param name="perSecond">The number of requests that are accepted within any second.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>, rounded up to seconds; null for none.</param>
    /// <returns>The fault. Dispose it to end it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="perSecond"/> is less than 1, or <paramref name="retryAfter"/> is negative.
    /// </exception>
    public SimulatorFault RateLimit(int perSecond, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        var rejected = new FaultEffect(ToResponse(429, retryAfter, """{"detail":"Rate limit exceeded"}""", "application/json", null));
        var limit = new RequestRateLimit(perSecond);
        return Add(request => limit.TryAccept(request.ReceivedAt) ? null : rejected);
    }

    /// <summary>Makes the service unavailable for some time.</summary>
    /// <param name="from">The time from now until the outage begins.</param>
    /// <param name="duration">How long the outage lasts; <see cref="Timeout.InfiniteTimeSpan"/> until the fault is disposed.</param>
    /// <param name="statusCode">The status of the responses, such as 503; null for connections that end without a response.</param>
    /// <returns>The fault. Dispose it to end it early.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or the status is not from 200 to 599.</exception>
    public SimulatorFault Outage(TimeSpan from, TimeSpan duration, int? statusCode = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, TimeSpan.Zero);
        ThrowIfNegative(duration, nameof(duration));
        var effect = new FaultEffect(
            statusCode is { } status ? ToResponse(status, null, null, "application/json", null) : SimulatedResponse.Disconnect);
        var start = _faults.Clock.GetUtcNow().AddOrMax(from);
        var end = start.AddOrMax(duration);
        return Add(request => request.ReceivedAt >= start && request.ReceivedAt < end ? effect : null);
    }

    /// <summary>Delays the responses.</summary>
    /// <param name="delay">
    /// The time until a response starts, on the simulator's clock; <see cref="Timeout.InfiniteTimeSpan"/> for no response.
    /// </param>
    /// <returns>The fault. Dispose it to end it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative and not infinite.</exception>
    public SimulatorFault Slow(TimeSpan delay)
    {
        ThrowIfNegative(delay, nameof(delay));
        return Add(new FaultEffect(Delay: delay));
    }

    /// <summary>Ends the connection in the middle of the response body.</summary>
    /// <param name="bytes">The number of bytes that are sent. A shorter body is sent whole.</param>
    /// <returns>The fault. Dispose it to end it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public SimulatorFault CutBodyAfter(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return Add(new FaultEffect(CutAfter: bytes));
    }

    /// <summary>Ends the connection in the middle of the body of an upload. The service does not accept it.</summary>
    /// <param name="bytes">The number of bytes of the body that are received. A shorter body is received whole.</param>
    /// <returns>The fault. Dispose it to end it. It has no effect on requests without a body.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1.</exception>
    public SimulatorFault CutRequestAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return Add(new FaultEffect(CutRequestAfter: bytes));
    }

    /// <summary>Ends the connection after the service has acted on the request, without a response.</summary>
    /// <returns>The fault. Dispose it to end it.</returns>
    public SimulatorFault LoseResponse() => Add(new FaultEffect(LosesResponse: true));

    /// <summary>Sends an event that is not readable before each event of a run.</summary>
    /// <returns>The fault. Dispose it to end it.</returns>
    public SimulatorFault MalformedEvents() => Add(new FaultEffect(Events: EventDisturbance.Malformed));

    /// <summary>Sends each event of a run twice.</summary>
    /// <returns>The fault. Dispose it to end it.</returns>
    public SimulatorFault DuplicateEvents() => Add(new FaultEffect(Events: EventDisturbance.Duplicate));

    /// <summary>Sends events of a run that happen at the same time in reverse order.</summary>
    /// <returns>The fault. Dispose it to end it.</returns>
    public SimulatorFault ReversedEvents() => Add(new FaultEffect(Events: EventDisturbance.Reversed));

    /// <summary>Rejects every API key with status 401.</summary>
    /// <returns>The fault. Dispose it to accept the key again.</returns>
    public SimulatorFault RejectKey() => Add(new FaultEffect(ServiceRoutes.RejectedKey()));

    /// <summary>Redirects the requests. The client must not follow, because it would send its key elsewhere.</summary>
    /// <param name="location">The target.</param>
    /// <param name="statusCode">The HTTP status code, 300 to 399. The default is 307.</param>
    /// <returns>The fault. Dispose it to end it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="statusCode"/> is not from 300 to 399.</exception>
    public SimulatorFault RedirectTo(Uri location, int statusCode = 307)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 399);
        var headers = new Dictionary<string, string>
        {
            ["Location"] = location.IsAbsoluteUri ? location.AbsoluteUri : location.OriginalString,
        };
        return Add(new FaultEffect(ToResponse(statusCode, null, "", "", headers)));
    }

    /// <summary>Removes all faults, including those for other requests.</summary>
    public void Clear() => _faults.Clear();

    private static SimulatedResponse ToResponse(
        int statusCode, TimeSpan? retryAfter, string? body, string contentType, IReadOnlyDictionary<string, string>? headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter ?? default, TimeSpan.Zero, nameof(retryAfter));
        var allowsBody = !StatusesWithoutBody.Contains(statusCode);
        body ??= allowsBody ? """{"detail":"Simulated failure"}""" : "";
        if (body.Length > 0 && !allowsBody)
        {
            throw new ArgumentException($"A response with status {statusCode} cannot have a body.", nameof(body));
        }

        return new SimulatedResponse(statusCode, ResponseBody.FromText(body), contentType, Copy(headers)).WithRetryAfter(retryAfter);
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string>? headers)
    {
        var copy = new Dictionary<string, string>(headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        if (HeadersOfTransport.FirstOrDefault(copy.ContainsKey) is { } reserved)
        {
            throw new ArgumentException($"The header {reserved} is set by the transport. Remove it from the headers.", nameof(headers));
        }

        foreach (var (name, value) in copy)
        {
            if (!name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
                || name.Length == 0
                || !value.All(character => character is >= ' ' and <= '~'))
            {
                throw new ArgumentException($"The header '{name}' is not valid: use ASCII characters only.", nameof(headers));
            }
        }

        return copy;
    }

    private static void ThrowIfNegative(TimeSpan duration, string name)
    {
        if (duration != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero, name);
        }
    }

    private SimulatorFault Once(SimulatedResponse response) => Add(_ => new FaultEffect(response), responds: true, isOnce: true);

    private SimulatorFault Add(FaultEffect effect) => Add(_ => effect, effect.Response is not null);

    private SimulatorFault Add(Func<ReceivedRequest, FaultEffect?> effect, bool responds = true, bool isOnce = false)
    {
        var fault = new SimulatorFault(_faults, _concerns, effect, responds, isOnce);
        _faults.Add(fault);
        return fault;
    }
}
