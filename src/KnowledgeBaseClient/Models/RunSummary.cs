using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>What a run is and how far it is, without its opaque JSON: cheap to list, and enough to watch runs by.</summary>
/// <remarks>
/// Only <see cref="Id"/> and <see cref="Status"/> are always there; everything else may be missing from an answer, whatever the service's
/// reference promises. Immutable and thread-safe; two summaries are equal when all their values are.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public record RunSummary
{
    /// <summary>The run's id. Never empty in an answer of the service.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the group that the run belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>The id of the workflow that is run.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The name of the workflow that is run.</summary>
    /// <value>In JSON, the <c>name</c> within <c>workflow</c>. For a <see cref="Run"/>, always the name of its <see cref="Run.Workflow"/>.</value>
    public string? WorkflowName { get => WorkflowNameCore; init => WorkflowNameCore = value; }

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How far the run is, in percent.</summary>
    /// <value>From 0 to 100 by the service's habit, not checked here; a fraction is cut off. 0 when the service says nothing.</value>
    public int Progress { get; init; }

    /// <summary>How far the run is, node by node; null when the service says nothing.</summary>
    /// <value>In a summary, without <see cref="KnowledgeBaseClient.ProgressDetails.PerNodeProgress"/> and the other opaque JSON.</value>
    public ProgressDetails? ProgressDetails { get; init; }

    /// <summary>The ids of the nodes that the run is limited to.</summary>
    /// <value>Never null; empty when the service says nothing. An entry that is no string is kept as its JSON text.</value>
    public IReadOnlyList<string> NodeIds { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>What started the run, such as <c>api</c>.</summary>
    public string? Source { get; init; }

    /// <summary>When the run was created; null when the service says nothing that is a time.</summary>
    /// <value>With the offset that the service sent; a time without an offset is taken as UTC.</value>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the run ended; null while it has not.</summary>
    /// <value>With the offset that the service sent; a time without an offset is taken as UTC.</value>
    public DateTimeOffset? FinishedAt { get; init; }

    private protected virtual string? WorkflowNameCore { get; init; }

    /// <summary>Says which run it is and where it stands; never prints its contents, which may be large and confidential.</summary>
    public sealed override string ToString() => $"Run {Id} of {WorkflowName ?? "an unnamed workflow"}: {Status.DisplayText}, {Progress} %";
}
