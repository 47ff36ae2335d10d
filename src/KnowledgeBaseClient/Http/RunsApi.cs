using Refit;

namespace KnowledgeBaseClient;

// The endpoint. Refit makes the request that the interface declares; it is sent from here, for Refit's own way from there to the answer is longer than
// the answer of a single run can bear, and wraps what goes wrong in exceptions that hold the request.
internal sealed class RunsApi
{
    private static readonly RefitSettings Settings = RefitSettings.ForJsonContext(KnowledgeBaseJsonContext.Default);

    private readonly IRunsApi _requests;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;

    // Over a client with handlers, headers and defaults of the application's.
    public RunsApi(HttpClient client)
        : this(client, (request, cancellationToken) => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken))
    {
    }

    private RunsApi(HttpClient client, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
    {
        _requests = RestService.ForGenerated<IRunsApi>(client, Settings);
        _send = send;
    }

    // Without a client between: what it would add to a request is known, and the rest of its work is the attempt's anyway.
    public static RunsApi Direct(HttpMessageHandler handler, ClientSettings settings)
    {
        // For Refit to know the address by. It sends nothing.
        var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = settings.BaseAddress };
        var sender = new HttpMessageInvoker(handler, disposeHandler: false);
        return new RunsApi(client, (request, cancellationToken) =>
        {
            settings.ApplyTo(request);
            return sender.SendAsync(request, cancellationToken);
        });
    }

    // Ends when the head of the answer is there.
    public Task<HttpResponseMessage> SendAsync(RunsRequest request, CancellationToken cancellationToken)
    {
        // A request without a body is made at once.
        var message = _requests.GetRunsAsync(request.KnowledgeBaseId, request.Status, request.RunIds).GetAwaiter().GetResult();
        return _send(message, cancellationToken);
    }
}
