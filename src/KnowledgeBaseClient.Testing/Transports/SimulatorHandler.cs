using System.Net;

namespace KnowledgeBaseClient.Testing;

// The transport in process.
internal sealed class SimulatorHandler(KnowledgeBaseSimulator simulator) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var response = await RespondAsync(request, cancellationToken).ConfigureAwait(false);
        await simulator.DelayAsync(response.Delay, isInProcess: true, cancellationToken).ConfigureAwait(false);
        return response.IsDisconnect
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "The simulated connection ended without a response.")
            : ToMessage(response, request);
    }

    private async ValueTask<SimulatedResponse> RespondAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!.PathAndQuery;
        var headers = HeadersOf(request);
        if (request.Content is null)
        {
            return simulator.Respond(request.Method.Method, target, headers);
        }

        var body = new RequestBody(request.Content, cancellationToken);
        await using var _ = body.ConfigureAwait(false);
        return await simulator.RespondAsync(request.Method.Method, target, headers, body.Open, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> HeadersOf(HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        if (request.Content is { } content)
        {
            // Calculates the length, as .NET does before it sends the request.
            _ = content.Headers.ContentLength;
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                headers[name] = values.ToString();
            }
        }

        return headers;
    }

    private static HttpResponseMessage ToMessage(SimulatedResponse response, HttpRequestMessage request)
    {
        HttpContent content = response.Events is { } events
            ? new EventsContent(events, response.CutAfter)
            : new BodyContent(response.Body, response.CutAfter);
        if (response.ContentType.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = content, RequestMessage = request };
        foreach (var (name, value) in response.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
