namespace KnowledgeBaseClient;

internal static class WorkflowReader
{
    public static Workflow Read(RawJson json)
    {
        var reader = new JsonObjectReader(json);
        return ReadFields(ref reader, 0);
    }

    public static Workflow? Read(ref JsonObjectReader reader) =>
        reader.TryEnterObject(out var start) ? ReadFields(ref reader, start) : null;

    public static string? ReadName(ref JsonObjectReader reader)
    {
        string? name = null;
        if (reader.TryEnterObject(out _))
        {
            while (reader.ReadNextProperty())
            {
                if (reader.NameEquals("name"u8)) { name = reader.ReadPooledText(); }
                else { reader.Skip(); }
            }
        }

        return name;
    }

    public static WorkflowMeta ReadMeta(RawJson json)
    {
        var reader = new JsonObjectReader(json);
        return ReadMetaFields(ref reader, 0);
    }

    private static WorkflowMeta? ReadMeta(ref JsonObjectReader reader) =>
        reader.TryEnterObject(out var start) ? ReadMetaFields(ref reader, start) : null;

    private static Workflow ReadFields(ref JsonObjectReader reader, int start)
    {
        string? id = null, groupId = null, name = null, type = null, hash = null, author = null, description = null, errorHandler = null;
        DateTimeOffset? updatedAt = null, runAt = null, createdAt = null, deletedAt = null;
        RawJson definition = default;
        WorkflowMeta? meta = null;
        long? runsCount = null;
        bool? saved = null;
        Dictionary<string, RawJson>? additional = null;

        while (reader.ReadNextProperty())
        {
            if (reader.NameEquals("id"u8)) { id = reader.ReadPooledText(); }
            else if (reader.NameEquals("group_id"u8)) { groupId = reader.ReadPooledText(); }
            else if (reader.NameEquals("name"u8)) { name = reader.ReadPooledText(); }
            else if (reader.NameEquals("type"u8)) { type = reader.ReadPooledText(); }
            else if (reader.NameEquals("definition"u8)) { definition = reader.ReadRaw(); }
            else if (reader.NameEquals("workflow_hash"u8)) { hash = reader.ReadPooledText(); }
            else if (reader.NameEquals("meta"u8)) { meta = ReadMeta(ref reader); }
            else if (reader.NameEquals("last_updated_at"u8)) { updatedAt = reader.ReadTimestamp(); }
            else if (reader.NameEquals("last_run_at"u8)) { runAt = reader.ReadTimestamp(); }
            else if (reader.NameEquals("created_at"u8)) { createdAt = reader.ReadTimestamp(); }
            else if (reader.NameEquals("deleted_at"u8)) { deletedAt = reader.ReadTimestamp(); }
            else if (reader.NameEquals("runs_count"u8)) { runsCount = reader.ReadInt64(); }
            else if (reader.NameEquals("author_name"u8)) { author = reader.ReadPooledText(); }
            else if (reader.NameEquals("description"u8)) { description = reader.ReadPooledText(); }
            else if (reader.NameEquals("saved"u8)) { saved = reader.ReadBoolean(); }
            else if (reader.NameEquals("error_handler"u8)) { errorHandler = reader.ReadPooledText(); }
            else { (additional ??= [])[reader.GetName()] = reader.ReadRaw(); }
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
            Origin = new JsonOrigin(reader.SliceFrom(start)),
        };
    }

    private static WorkflowMeta ReadMetaFields(ref JsonObjectReader reader, int start)
    {
        ValueList<string>? tags = null;
        string? icon = null;
        Dictionary<string, RawJson>? additional = null;

        while (reader.ReadNextProperty())
        {
            if (reader.NameEquals("tags"u8)) { tags = reader.ReadStringList(); }
            else if (reader.NameEquals("icon"u8)) { icon = reader.ReadPooledText(); }
            else { (additional ??= [])[reader.GetName()] = reader.ReadRaw(); }
        }

        return new WorkflowMeta
        {
            Tags = ValueList<string>.Copy(tags),
            Icon = icon,
            AdditionalProperties = PropertyBag.Own(additional),
            Origin = new JsonOrigin(reader.SliceFrom(start)),
        };
    }
}
