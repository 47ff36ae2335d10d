using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>A run of a workflow on a knowledge base, with everything that the service says of it.</summary>
/// <remarks>
/// Read from JSON and written with System.Text.Json, it gives back the same JSON: absent fields stay absent, null stays null, unknown fields
/// stay, times keep their instant. Opaque JSON nested deeper than the serializer's own MaxDepth (64 by default) needs a larger one there; the client
/// itself reads any depth up to 1024. Immutable and thread-safe; two runs are equal when all their values are.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record Run : RunSummary
{
    /// <summary>What the run was given. Opaque; may be null.</summary>
    public RawJson Input { get; init; }

    /// <summary>What the run has produced, or why it failed. Opaque; empty or null while the run has not ended.</summary>
    public RawJson Output { get; init; }

    /// <summary>The workflow as it was when the run was created. Opaque.</summary>
    public RawJson WorkflowDefinition { get; init; }

    /// <summary>Definitions that go with the workflow. Opaque.</summary>
    public RawJson Definitions { get; init; }

    /// <summary>What whoever started the run attached to it. Opaque.</summary>
    public RawJson Meta { get; init; }

    /// <summary>The workflow that is run; null when the service sends none.</summary>
    /// <remarks>
    /// Its name is also the run's <see cref="RunSummary.WorkflowName"/>, whichever of the two is set last. Setting a <see cref="RunSummary.WorkflowName"/>
    /// on a run without a workflow adds a workflow that has only this name.
    /// </remarks>
    public Workflow? Workflow { get; init; }

    /// <summary>The fields of the answer that this version does not know, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    private protected override string? WorkflowNameCore
    {
        get => Workflow?.Name;
        init => Workflow = value is null && Workflow is null ? null : (Workflow ?? new Workflow()) with { Name = value };
    }

    /// <summary>Returns the run if it has completed, and throws otherwise.</summary>
    /// <returns>This run.</returns>
    /// <exception cref="RunFailedException">The run failed, was stopped or has not ended yet.</exception>
    public Run EnsureCompleted() => Status == RunStatus.Completed ? this : throw new RunFailedException(this);
}
