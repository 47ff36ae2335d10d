namespace KnowledgeBaseClient.Testing;

// What a simulator does with a request: records it, applies faults, and responds. The transport sends the response after its delay has
// passed. Code of the test, such as conditions of faults, runs without a lock. Thread-safe.
internal sealed class RequestPipeline(KnowledgeBaseSimulator simulator, RequestLog log, FaultList faults)
{
    // As nginx refuses longer ones, and Kestrel.
    private const int MaxRequestLine = 8192;

    private readonly DateTimeOffset _created = simulator.Clock.GetUtcNow();

    // For a request without a body.
    public SimulatedResponse Respond(string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var request = Receive(method, target, headers);
        return (Begin(request, target, out var effect) ?? UploadRoute.NoDocuments()).With(effect, request.ReceivedAt);
    }

    // A client that expects a 100 (RFC 9110, 10.1.1) does not send the body of a request that is rejected. Others have sent it by then.
    public async ValueTask<SimulatedResponse> RespondAsync(
        string method,
        string target,
        IReadOnlyDictionary<string, string> headers,
        Func<Stream> openBody,
        CancellationToken cancellationToken)
    {
        var request = Receive(method, target, headers);
        var response = Begin(request, target, out var effect);
        if (response is not null && !request.Headers.ContainsKey("Expect"))
        {
            await openBody().CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }

        response ??= await UploadRoute.RespondAsync(simulator, request, openBody(), effect, cancellationToken).ConfigureAwait(false);
        return response.With(effect, request.ReceivedAt);
    }

    private ReceivedRequest Receive(string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var request = RequestParser.Parse(method, target, headers, simulator.Clock.GetUtcNow(), simulator.SplitsRunIds);
        log.Add(request);
        return request;
    }

    // No time is skipped while the request is handled. Null if the response depends on the body.
    private SimulatedResponse? Begin(ReceivedRequest request, string target, out FaultEffect effect)
    {
        var clock = simulator.Clock as SimulationClock;
        clock?.BeginRequest();
        effect = default;
        try
        {
            if (request.Method.Length + target.Length + " ".Length + " HTTP/1.1".Length > MaxRequestLine)
            {
                return SimulatedResponse.Json(414, "");
            }

            if (clock is { IsSkipping: true } && request.ReceivedAt >= _created.AddOrMax(simulator.TimeLimit))
            {
                return SimulatedResponse.Error(
                    500,
                    $"{simulator.TimeLimit} of simulated time have passed: does the test wait for something that never happens? See "
                    + "TimeLimit.");
            }

            effect = faults.Apply(request);
            return effect.Response ?? ServiceRoutes.Respond(simulator, request);
        }
        catch (Exception failure)
        {
            // Code of the test failed.
            return SimulatedResponse.Error(failure);
        }
        finally
        {
            clock?.EndRequest();
        }
    }
}
