using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The workflow that a run executes.</summary>
/// <remarks>
/// Any field may be missing from a response; its property is then null or absent. A time without an offset is UTC. Immutable and
/// thread-safe. Two workflows are equal if all their values are equal.
/// </remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record Workflow
{
    /// <summary>Gets the workflow's id.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the id of the group that the workflow belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>Gets the workflow's name.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the kind of the workflow: <c>flow</c>, <c>handler</c> or <c>ingestion</c> (observed, not documented by the service).
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Gets the nodes and edges of the workflow.</summary>
    /// <value>Opaque JSON.</value>
    public RawJson Definition { get; init; }

    /// <summary>Gets a hash of the workflow's definition.</summary>
    public string? WorkflowHash { get; init; }

    /// <summary>Gets the tags and the icon of the workflow.</summary>
    /// <value>Null when the service sends none.</value>
    public WorkflowMeta? Meta { get; init; }

    /// <summary>Gets when the workflow was last changed.</summary>
    public DateTimeOffset? LastUpdatedAt { get; init; }

    /// <summary>Gets when the workflow was last run.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Gets when the workflow was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the workflow was deleted.</summary>
    /// <value>Null if the workflow was not deleted.</value>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Gets the number of runs of the workflow.</summary>
    /// <value>Null when the service sends no number.</value>
    public long? RunsCount { get; init; }

    /// <summary>Gets the name of the workflow's author.</summary>
    public string? AuthorName { get; init; }

    /// <summary>Gets the author's description of the workflow.</summary>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether the workflow is saved.</summary>
    /// <value>Null when the service sends no boolean.</value>
    public bool? Saved { get; init; }

    /// <summary>Gets the id of the workflow that handles errors of this one.</summary>
    public string? ErrorHandler { get; init; }

    /// <summary>Gets the JSON fields that this version of the library does not model, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>Returns the id, type and name of the workflow, without its contents, which may be large and confidential.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        $"Workflow {Id ?? "without an id"}{(Type is null ? "" : $" ({Type})")}{(Name is null ? "" : $": {Name}")}";
}
