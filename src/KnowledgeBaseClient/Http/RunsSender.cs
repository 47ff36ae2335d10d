using Refit;

namespace KnowledgeBaseClient;

// Sends requests to the endpoint. Refit builds each request from the interface's attributes. Sending it through Refit as well would cost a
// second async layer per call and wrap failures in exceptions that hold the request (docs/decisions/0001-refit-and-its-role.md).
internal sealed class RunsSender
{
    private static readonly RefitSettings Settings = new(new NoContentSerializer());

    private readonly IRunsApi _api;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;

    // Through an HttpClient that carries the application's handlers and defaults.
    public RunsSender(HttpClient client)
        : this(client, (request, token) => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token))
    {
    }

    private RunsSender(HttpClient client, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
    {
        _api = RestService.ForGenerated<IRunsApi>(client, Settings);
        _send = send;
    }

    // Without the application's handlers an HttpClient adds only cost: its defaults are known, and the attempt has its own timeouts.
    public static RunsSender WithoutHttpClient(HttpMessageHandler handler, ClientSettings settings)
    {
        // Refit reads the base address from it. It sends nothing.
        var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = settings.BaseAddress };
        var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        return new RunsSender(client, (request, cancellationToken) =>
        {
            settings.ApplyTo(request);
            return invoker.SendAsync(request, cancellationToken);
        });
    }

    // Completes when the response headers have arrived.
    public Task<HttpResponseMessage> SendAsync(RunsRequest request, CancellationToken cancellationToken)
    {
        // A request without a body is built synchronously.
        var message = _api.BuildListRequestAsync(request.KnowledgeBaseId, request.Status, request.JoinedRunIds).GetAwaiter().GetResult();
        return _send(message, cancellationToken);
    }

    // Completes when the response headers have arrived.
    public Task<HttpResponseMessage> SendAsync(EventsRequest request, CancellationToken cancellationToken)
    {
        var message = _api.BuildEventsRequestAsync(request.RunId, request.AfterEventId).GetAwaiter().GetResult();
        return _send(message, cancellationToken);
    }

    // With expectsContinue, the service can reject the request before the documents are sent.
    public Task<HttpResponseMessage> SendAsync(
        UploadRequest request, HttpContent documents, bool expectsContinue, CancellationToken cancellationToken)
    {
        var message = _api.BuildUploadRequestAsync(request.KnowledgeBaseId, request.Prefix, documents).GetAwaiter().GetResult();
        message.Headers.ExpectContinue = expectsContinue ? true : null;
        return _send(message, cancellationToken);
    }
}
