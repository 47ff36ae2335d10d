using Refit;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The endpoint as one would declare it for Refit.</summary>
internal interface IRefitRuns
{
    [Get("/v1/knowledge-bases/{knowledgeBaseId}/runs")]
    Task<List<BaselineRun>> ListAsync(string knowledgeBaseId);
}
