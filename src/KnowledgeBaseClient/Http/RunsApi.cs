using Refit;

namespace KnowledgeBaseClient;

// The endpoint over one HTTP client. Refit makes the request that the interface declares; it is sent from here, for Refit's own way from there to the
// answer is longer than the answer of a single run can bear, and wraps what goes wrong in exceptions that hold the request.
internal sealed class RunsApi(HttpClient client)
{
    private static readonly RefitSettings Settings = RefitSettings.ForJsonContext(KnowledgeBaseJsonContext.Default);

    private readonly IRunsApi _requests = RestService.ForGenerated<IRunsApi>(client, Settings);

    // Ends when the head of the answer is there.
    public Task<HttpResponseMessage> SendAsync(RunsRequest request, CancellationToken cancellationToken)
    {
        // A request without a body is made at once.
        var message = _requests.GetRunsAsync(request.KnowledgeBaseId, request.Status, request.RunIds).GetAwaiter().GetResult();
        return client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
