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

    // From the vendor's public documentation: the API reference does not contain it.
    [Post("/v1/knowledge-bases/{knowledgeBaseId}/upload_train")]
    [Headers("Accept: application/json")]
    Task<HttpRequestMessage> BuildUploadRequestAsync(
        string knowledgeBaseId, [AliasAs("prefix")] string? prefix, [Body] HttpContent documents);
}
