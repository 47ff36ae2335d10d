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
        writer.WriteText("id", workflow.Id);
        writer.WriteText("group_id", workflow.GroupId);
        writer.WriteText("name", workflow.Name);
        writer.WriteText("type", workflow.Type);
        writer.WriteRaw("definition", workflow.Definition);
        writer.WriteText("workflow_hash", workflow.WorkflowHash);

        if (workflow.Meta is { } meta)
        {
            writer.WritePropertyName("meta");
            WriteMeta(writer, meta);
        }

        writer.WriteTime("last_updated_at", workflow.LastUpdatedAt);
        writer.WriteTime("last_run_at", workflow.LastRunAt);
        writer.WriteTime("created_at", workflow.CreatedAt);
        writer.WriteTime("deleted_at", workflow.DeletedAt);

        if (workflow.RunsCount is { } runsCount)
        {
            writer.WriteNumber("runs_count", runsCount);
        }

        writer.WriteText("author_name", workflow.AuthorName);
        writer.WriteText("description", workflow.Description);

        if (workflow.Saved is { } saved)
        {
            writer.WriteBoolean("saved", saved);
        }

        writer.WriteText("error_handler", workflow.ErrorHandler);
        writer.WriteFields(workflow.AdditionalProperties);
        writer.WriteEndObject();
    }

    private static void WritePlainMeta(Utf8JsonWriter writer, WorkflowMeta meta)
    {
        writer.WriteStartObject();
        writer.WriteTexts("tags", meta.Tags);
        writer.WriteText("icon", meta.Icon);
        writer.WriteFields(meta.AdditionalProperties);
        writer.WriteEndObject();
    }
}
