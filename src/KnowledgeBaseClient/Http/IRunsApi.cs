using Refit;

namespace KnowledgeBaseClient;

// The endpoint as the API reference specifies it.
internal interface IRunsApi
{
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    [Headers("Accept: application/json")]
    Task<HttpRequestMessage> BuildListRequestAsync(
        string knowledgeBaseId, [AliasAs("status")] string? status, [AliasAs("run_ids")] string? runIds);
}
