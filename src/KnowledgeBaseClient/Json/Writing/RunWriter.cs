using System.Text.Json;

namespace KnowledgeBaseClient;

internal static class RunWriter
{
    public static void Write(Utf8JsonWriter writer, Run run) =>
        RoundTripWriter.Write(writer, run, run.Origin, RunReader.ReadRun, WritePlain);

    public static void Write(Utf8JsonWriter writer, RunSummary summary)
    {
        if (summary is Run run)
        {
            Write(writer, run);
            return;
        }

        writer.WriteStartObject();
        WriteSummaryFields(writer, summary);
        WriteWorkflowName(writer, summary.WorkflowName);
        writer.WriteEndObject();
    }

    private static void WritePlain(Utf8JsonWriter writer, Run run)
    {
        writer.WriteStartObject();
        WriteSummaryFields(writer, run);

        if (run.Workflow is { } workflow)
        {
            writer.WritePropertyName("workflow");
            WorkflowWriter.Write(writer, workflow);
        }
        else
        {
            WriteWorkflowName(writer, run.WorkflowName);
        }

        writer.WriteRaw("input", run.Input);
        writer.WriteRaw("output", run.Output);
        writer.WriteRaw("workflow_definition", run.WorkflowDefinition);
        writer.WriteRaw("definitions", run.Definitions);
        writer.WriteRaw("meta", run.Meta);
        writer.WriteFields(run.AdditionalProperties);
        writer.WriteEndObject();
    }

    private static void WriteSummaryFields(Utf8JsonWriter writer, RunSummary run)
    {
        writer.WriteString("id", run.Id);
        writer.WriteText("group_id", run.GroupId);
        writer.WriteText("workflow_id", run.WorkflowId);
        writer.WriteTexts("node_ids", run.NodeIds);
        writer.WriteString("status", run.Status.Value);
        writer.WriteNumber("progress", run.Progress);

        if (run.ProgressDetails is { } details)
        {
            writer.WritePropertyName("progress_details");
            ProgressDetailsWriter.Write(writer, details);
        }

        writer.WriteTime("created_at", run.CreatedAt);
        writer.WriteTime("finished_at", run.FinishedAt);
        writer.WriteText("source", run.Source);
    }

    // A summary knows no more of its workflow.
    private static void WriteWorkflowName(Utf8JsonWriter writer, string? name)
    {
        if (name is not null)
        {
            writer.WriteStartObject("workflow");
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }
    }
}
