using Refit;

namespace KnowledgeBaseClient;

// The endpoint as the contract states it, for Refit to make requests of. They are sent one level up, where it is decided what an answer means.
internal interface IRunsApi
{
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    [Headers("Accept: application/json")]
    Task<HttpRequestMessage> GetRunsAsync(string knowledgeBaseId, [AliasAs("status")] string? status, [AliasAs("run_ids")] string? runIds);
}
