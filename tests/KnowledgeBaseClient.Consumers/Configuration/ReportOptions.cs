namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>The section "Report" of the application: which runs its report lists.</summary>
internal sealed class ReportOptions
{
    public string KnowledgeBaseId { get; set; } = "";

    /// <summary>Gets or sets which runs to list; all runs if not set.</summary>
    public RunFilter? Filter { get; set; }

    /// <summary>Gets or sets the status that the report highlights.</summary>
    public RunStatus Highlight { get; set; } = RunStatus.Failed;

    /// <summary>Gets or sets the statuses that the report leaves out.</summary>
    public IReadOnlyList<RunStatus> Hidden { get; set; } = [];
}
