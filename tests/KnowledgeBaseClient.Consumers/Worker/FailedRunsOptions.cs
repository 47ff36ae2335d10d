namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>The settings of <see cref="FailedRunsWorker"/>.</summary>
internal sealed class FailedRunsOptions
{
    public string KnowledgeBaseId { get; set; } = "";
}
