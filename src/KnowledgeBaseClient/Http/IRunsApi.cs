using Refit;

namespace KnowledgeBaseClient;

// The endpoint as the contract states it. The answer is handed over unread: what it means is decided one level up.
internal interface IRunsApi
{
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    [Headers("Accept: application/json")]
    Task<HttpResponseMessage> GetRunsAsync(
        string knowledgeBaseId,
        [AliasAs("status")] string? status,
        [AliasAs("run_ids")] string? runIds,
        CancellationToken cancellationToken);
}
