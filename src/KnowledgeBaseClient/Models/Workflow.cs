using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The workflow that a run carries out.</summary>
/// <remarks>Any of it may be missing from an answer. Immutable and thread-safe; two workflows are equal when all their values are.</remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record Workflow
{
    /// <summary>The workflow's id.</summary>
    public string? Id { get; init; }

    /// <summary>The id of the group that the workflow belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>The workflow's name.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of workflow, such as <c>flow</c>, <c>handler</c> or <c>ingestion</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Its nodes and edges. Opaque.</summary>
    public RawJson Definition { get; init; }

    /// <summary>A hash of its definition.</summary>
    public string? WorkflowHash { get; init; }

    /// <summary>Its tags and icon; null when the service sends none.</summary>
    public WorkflowMeta? Meta { get; init; }

    /// <summary>When it was last changed; a time without an offset is taken as UTC.</summary>
    public DateTimeOffset? LastUpdatedAt { get; init; }

    /// <summary>When it was last run; a time without an offset is taken as UTC.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>When it was created; a time without an offset is taken as UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was deleted; null while it was not. A time without an offset is taken as UTC.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>How many runs it has had; null when the service says nothing.</summary>
    public long? RunsCount { get; init; }

    /// <summary>Who made it.</summary>
    public string? AuthorName { get; init; }

    /// <summary>What it does, in its author's words.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is saved; null when the service says nothing.</summary>
    public bool? Saved { get; init; }

    /// <summary>The id of the workflow that handles its errors.</summary>
    public string? ErrorHandler { get; init; }

    /// <summary>The fields that this version does not know, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>Names the workflow; never prints its contents, which may be large and confidential.</summary>
    public override string ToString() => $"{nameof(Workflow)} {Id} ({Type}) {Name}";
}
