using Refit;

namespace KnowledgeBaseClient;

// The endpoints of the service.
internal interface IRunsApi
{
    // As the API reference specifies it.
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    [Headers("Accept: application/json")]
    Task<HttpRequestMessage> BuildListRequestAsync(
        string knowledgeBaseId, [AliasAs("status")] string? status, [AliasAs("run_ids")] string? runIds);

    // From the vendor's public documentation, like the next one: the API reference does not contain them.
    [Get("/v1/runs/{runId}/events")]
    [Headers("Accept: text/event-stream")]
    Task<HttpRequestMessage> BuildEventsRequestAsync(string runId, [AliasAs("etag")] string? afterEventId);

    [Post("/v1/knowledge-bases/{knowledgeBaseId}/upload_train")]
    [Headers("Accept: application/json")]
    Task<HttpRequestMessage> BuildUploadRequestAsync(
        string knowledgeBaseId, [AliasAs("prefix")] string? prefix, [Body] HttpContent documents);
}
