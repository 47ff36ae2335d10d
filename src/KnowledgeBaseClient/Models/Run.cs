using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>A run of a workflow on a knowledge base, with everything that the service sends about it.</summary>
/// <remarks>
/// A run that is read from JSON and written with System.Text.Json results in the same JSON: absent fields stay absent, null stays null,
/// unknown fields are kept, and times keep their instant. The client reads JSON up to a depth of 1024. To serialize opaque JSON that is
/// nested deeper than 64 levels, raise <see cref="System.Text.Json.JsonSerializerOptions.MaxDepth"/>. Immutable and thread-safe. Two runs
/// are equal if all their values are equal.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record Run : RunSummary
{
    /// <summary>Gets the input of the run.</summary>
    /// <value>Opaque JSON. May be null (observed, not documented by the service).</value>
    public RawJson Input { get; init; }

    /// <summary>Gets the output of the run, or why it failed.</summary>
    /// <value>Opaque JSON. Empty or null while the run has not finished (observed, not documented by the service).</value>
    public RawJson Output { get; init; }

    /// <summary>Gets the definition of the workflow at the time when the run was created.</summary>
    /// <value>Opaque JSON.</value>
    public RawJson WorkflowDefinition { get; init; }

    /// <summary>Gets the definitions that belong to the workflow.</summary>
    /// <value>Opaque JSON.</value>
    public RawJson Definitions { get; init; }

    /// <summary>Gets the metadata that was attached to the run when it was started.</summary>
    /// <value>Opaque JSON.</value>
    public RawJson Meta { get; init; }

    /// <summary>Gets the workflow that the run executes.</summary>
    /// <value>
    /// Null when the service sends none. The name of the workflow and <see cref="RunSummary.WorkflowName"/> are one value: if both are set,
    /// the last one set wins. Setting a <see cref="RunSummary.WorkflowName"/> on a run without a workflow adds a workflow that has only
    /// this name.
    /// </value>
    public Workflow? Workflow { get; init; }

    /// <summary>Gets the JSON fields that this version of the library does not model, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>Gets why the run failed, from <see cref="Output"/>.</summary>
    /// <value>
    /// Null if the output states no error. The text is <c>error</c>, <c>error.message</c> or <c>error.detail</c> of the output.
    /// For a failed run it is also its <c>message</c> or <c>detail</c>, or an output that is itself a string (observed, not documented by
    /// the service).
    /// </value>
    public string? ErrorMessage => RunError.FindMessage(this);

    private protected override string? WorkflowNameCore
    {
        get => Workflow?.Name;
        init => Workflow = value is null && Workflow is null ? null : (Workflow ?? new Workflow()) with { Name = value };
    }

    /// <summary>Returns the summary of this run, without its opaque JSON: equal to the one that a list of summaries contains.</summary>
    /// <returns>The summary. It keeps no reference to the JSON of the run.</returns>
    public RunSummary ToSummary() => new()
    {
        Id = Id,
        GroupId = GroupId,
        WorkflowId = WorkflowId,
        WorkflowName = WorkflowName,
        Status = Status,
        Progress = Progress,
        ProgressDetails = ProgressDetails?.ToSummary(),
        NodeIds = NodeIds,
        Source = Source,
        CreatedAt = CreatedAt,
        FinishedAt = FinishedAt,
    };

    /// <summary>Returns this run if it completed, and throws otherwise.</summary>
    /// <returns>This run.</returns>
    /// <exception cref="RunFailedException">The run failed, was stopped or has not finished yet.</exception>
    public Run EnsureCompleted() => Status == RunStatus.Completed ? this : throw new RunFailedException(this);
}
