using Refit;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The endpoint as a Refit interface with default settings.</summary>
internal interface IRefitRuns
{
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    Task<List<BaselineRun>> ListAsync(string knowledgeBaseId);
}
