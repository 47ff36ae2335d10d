namespace KnowledgeBaseClient;

internal static class WorkflowReader
{
    public static Workflow Read(RawJson json)
    {
        var cursor = new JsonObjectReader(json);
        return ReadFields(ref cursor, 0);
    }

    public static Workflow? Read(ref JsonObjectReader cursor) => cursor.TryEnterObject(out var start) ? ReadFields(ref cursor, start) : null;

    public static string? ReadName(ref JsonObjectReader cursor)
    {
        string? name = null;
        if (cursor.TryEnterObject(out _))
        {
            while (cursor.NextProperty())
            {
                if (cursor.IsNamed("name"u8)) { name = cursor.Text(); }
                else { cursor.Skip(); }
            }
        }

        return name;
    }

    public static WorkflowMeta ReadMeta(RawJson json)
    {
        var cursor = new JsonObjectReader(json);
        return ReadMetaFields(ref cursor, 0);
    }

    private static WorkflowMeta? ReadMeta(ref JsonObjectReader cursor) =>
        cursor.TryEnterObject(out var start) ? ReadMetaFields(ref cursor, start) : null;

    private static Workflow ReadFields(ref JsonObjectReader cursor, int start)
    {
        string? id = null, groupId = null, name = null, type = null, hash = null, author = null, description = null, errorHandler = null;
        DateTimeOffset? updatedAt = null, runAt = null, createdAt = null, deletedAt = null;
        RawJson definition = default;
        WorkflowMeta? meta = null;
        long? runsCount = null;
        bool? saved = null;
        Dictionary<string, RawJson>? additional = null;

        while (cursor.NextProperty())
        {
            if (cursor.IsNamed("id"u8)) { id = cursor.Text(); }
            else if (cursor.IsNamed("group_id"u8)) { groupId = cursor.Text(); }
            else if (cursor.IsNamed("name"u8)) { name = cursor.Text(); }
            else if (cursor.IsNamed("type"u8)) { type = cursor.Text(); }
            else if (cursor.IsNamed("definition"u8)) { definition = cursor.Raw(); }
            else if (cursor.IsNamed("workflow_hash"u8)) { hash = cursor.Text(); }
            else if (cursor.IsNamed("meta"u8)) { meta = ReadMeta(ref cursor); }
            else if (cursor.IsNamed("last_updated_at"u8)) { updatedAt = cursor.Time(); }
            else if (cursor.IsNamed("last_run_at"u8)) { runAt = cursor.Time(); }
            else if (cursor.IsNamed("created_at"u8)) { createdAt = cursor.Time(); }
            else if (cursor.IsNamed("deleted_at"u8)) { deletedAt = cursor.Time(); }
            else if (cursor.IsNamed("runs_count"u8)) { runsCount = cursor.Count(); }
            else if (cursor.IsNamed("author_name"u8)) { author = cursor.Text(); }
            else if (cursor.IsNamed("description"u8)) { description = cursor.Text(); }
            else if (cursor.IsNamed("saved"u8)) { saved = cursor.Flag(); }
            else if (cursor.IsNamed("error_handler"u8)) { errorHandler = cursor.Text(); }
            else { (additional ??= [])[cursor.Name()] = cursor.Raw(); }
        }

        return new Workflow
        {
            Id = id,
            GroupId = groupId,
            Name = name,
            Type = type,
            Definition = definition,
            WorkflowHash = hash,
            Meta = meta,
            LastUpdatedAt = updatedAt,
            LastRunAt = runAt,
            CreatedAt = createdAt,
            DeletedAt = deletedAt,
            RunsCount = runsCount,
            AuthorName = author,
            Description = description,
            Saved = saved,
            ErrorHandler = errorHandler,
            AdditionalProperties = PropertyBag.Own(additional),
            Origin = new JsonOrigin(cursor.SliceFrom(start)),
        };
    }

    private static WorkflowMeta ReadMetaFields(ref JsonObjectReader cursor, int start)
    {
        StringList? tags = null;
        string? icon = null;
        Dictionary<string, RawJson>? additional = null;

        while (cursor.NextProperty())
        {
            if (cursor.IsNamed("tags"u8)) { tags = cursor.Texts(); }
            else if (cursor.IsNamed("icon"u8)) { icon = cursor.Text(); }
            else { (additional ??= [])[cursor.Name()] = cursor.Raw(); }
        }

        return new WorkflowMeta
        {
            Tags = StringList.Copy(tags),
            Icon = icon,
            AdditionalProperties = PropertyBag.Own(additional),
            Origin = new JsonOrigin(cursor.SliceFrom(start)),
        };
    }
}
