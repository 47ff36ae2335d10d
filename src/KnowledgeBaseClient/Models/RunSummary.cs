using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The identity, status and progress of a run, without its opaque JSON: cheap to list, and sufficient to monitor runs.</summary>
/// <remarks>
/// Only <see cref="Id"/> and <see cref="Status"/> are always set. Any other field may be missing from a response, even if the API reference
/// requires it. Immutable and thread-safe. Two summaries are equal if all their values are equal.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public record RunSummary
{
    /// <summary>Gets the run's id.</summary>
    /// <value>Never empty in a run that was read from a response.</value>
    public required string Id { get; init; }

    /// <summary>Gets the id of the group that the run belongs to.</summary>
    /// <value>Null when the service sends none.</value>
    public string? GroupId { get; init; }

    /// <summary>Gets the id of the workflow that the run executes.</summary>
    /// <value>Null when the service sends none.</value>
    public string? WorkflowId { get; init; }

    /// <summary>Gets the name of the workflow that the run executes.</summary>
    /// <value>
    /// Null when the service sends none. In JSON it is the <c>name</c> of <c>workflow</c>. For a <see cref="Run"/>, it is always the name
    /// of its <see cref="Run.Workflow"/>.
    /// </value>
    public string? WorkflowName { get => WorkflowNameCore; init => WorkflowNameCore = value; }

    /// <summary>Gets the status of the run.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets the progress of the run.</summary>
    /// <value>
    /// In percent, from 0 to 100 (observed, not documented by the service, and not checked by this library). Fractions are truncated. 0
    /// when the service sends no number.
    /// </value>
    public int Progress { get; init; }

    /// <summary>Gets the progress of the run, node by node.</summary>
    /// <value>
    /// Null when the service sends none. In a summary, <see cref="KnowledgeBaseClient.ProgressDetails.PerNodeProgress"/> and the other
    /// opaque JSON are absent.
    /// </value>
    public ProgressDetails? ProgressDetails { get; init; }

    /// <summary>Gets the ids of the nodes that the run is limited to.</summary>
    /// <value>Never null. Empty when the service sends none. An entry that is not a string is kept as its JSON text.</value>
    public IReadOnlyList<string> NodeIds { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets what started the run, such as <c>api</c>.</summary>
    /// <value>Null when the service sends none.</value>
    public string? Source { get; init; }

    /// <summary>Gets when the run was created.</summary>
    /// <value>
    /// Null when the service sends no valid time. The offset is the one that the service sent; a time without an offset is UTC.
    /// </value>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the run finished.</summary>
    /// <value>Null while the run has not finished. The offset is the one that the service sent; a time without an offset is UTC.</value>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets the time from the creation of the run until it finished.</summary>
    /// <value>Includes the time in the queue. Null while the run has not finished, or when the service sends no valid times.</value>
    public TimeSpan? Duration => FinishedAt - CreatedAt;

    private protected virtual string? WorkflowNameCore { get; init; }

    /// <summary>
    /// Returns the id, workflow name, status and progress of the run, without its contents, which may be large and confidential.
    /// </summary>
    /// <returns>One line of text.</returns>
    public sealed override string ToString() =>
        $"Run {Id} of {WorkflowName ?? "an unnamed workflow"}: {Status.DisplayText}, {Progress} %";
}
