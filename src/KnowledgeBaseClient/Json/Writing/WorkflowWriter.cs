using System.Text.Json;

namespace KnowledgeBaseClient;

internal static class WorkflowWriter
{
    public static void Write(Utf8JsonWriter writer, Workflow workflow) =>
        RoundTripWriter.Write(writer, workflow, workflow.Origin, WorkflowReader.Read, WritePlain);

    public static void WriteMeta(Utf8JsonWriter writer, WorkflowMeta meta) =>
        RoundTripWriter.Write(writer, meta, meta.Origin, WorkflowReader.ReadMeta, WritePlainMeta);

    private static void WritePlain(Utf8JsonWriter writer, Workflow workflow)
    {
        writer.WriteStartObject();
        writer.WriteOptionalString("id", workflow.Id);
        writer.WriteOptionalString("group_id", workflow.GroupId);
        writer.WriteOptionalString("name", workflow.Name);
        writer.WriteOptionalString("type", workflow.Type);
        writer.WriteOptionalRaw("definition", workflow.Definition);
        writer.WriteOptionalString("workflow_hash", workflow.WorkflowHash);

        if (workflow.Meta is { } meta)
        {
            writer.WritePropertyName("meta");
            WriteMeta(writer, meta);
        }

        writer.WriteOptionalTimestamp("last_updated_at", workflow.LastUpdatedAt);
        writer.WriteOptionalTimestamp("last_run_at", workflow.LastRunAt);
        writer.WriteOptionalTimestamp("created_at", workflow.CreatedAt);
        writer.WriteOptionalTimestamp("deleted_at", workflow.DeletedAt);

        if (workflow.RunsCount is { } runsCount)
        {
            writer.WriteNumber("runs_count", runsCount);
        }

        writer.WriteOptionalString("author_name", workflow.AuthorName);
        writer.WriteOptionalString("description", workflow.Description);

        if (workflow.Saved is { } saved)
        {
            writer.WriteBoolean("saved", saved);
        }

        writer.WriteOptionalString("error_handler", workflow.ErrorHandler);
        writer.WriteProperties(workflow.AdditionalProperties);
        writer.WriteEndObject();
    }

    private static void WritePlainMeta(Utf8JsonWriter writer, WorkflowMeta meta)
    {
        writer.WriteStartObject();
        writer.WriteOptionalStrings("tags", meta.Tags);
        writer.WriteOptionalString("icon", meta.Icon);
        writer.WriteProperties(meta.AdditionalProperties);
        writer.WriteEndObject();
    }
}
