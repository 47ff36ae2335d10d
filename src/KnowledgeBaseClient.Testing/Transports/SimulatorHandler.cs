using System.Net;

namespace KnowledgeBaseClient.Testing;

// The transport in process.
internal sealed class SimulatorHandler(KnowledgeBaseSimulator simulator) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var response = Respond(request);
        await simulator.DelayAsync(response.Delay, isInProcess: true, cancellationToken).ConfigureAwait(false);
        return response.IsDisconnect
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "The simulated connection ended without a response.")
            : ToMessage(response, request);
    }

    // No time is skipped while the request is handled.
    private SimulatedResponse Respond(HttpRequestMessage request)
    {
        simulator.BeginRequest();
        try
        {
            return simulator.Respond(
                request.Method.Method,
                request.RequestUri!.PathAndQuery,
                request.Headers.NonValidated.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        }
        finally
        {
            simulator.EndRequest();
        }
    }

    private static HttpResponseMessage ToMessage(SimulatedResponse response, HttpRequestMessage request)
    {
        var content = new BodyContent(response.Body, response.CutAfter);
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
