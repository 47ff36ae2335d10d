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

        // The name is all that a summary has of its workflow.
        if (summary.WorkflowName is { } name)
        {
            writer.WriteStartObject("workflow");
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

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

        writer.WriteOptionalRaw("input", run.Input);
        writer.WriteOptionalRaw("output", run.Output);
        writer.WriteOptionalRaw("workflow_definition", run.WorkflowDefinition);
        writer.WriteOptionalRaw("definitions", run.Definitions);
        writer.WriteOptionalRaw("meta", run.Meta);
        writer.WriteProperties(run.AdditionalProperties);
        writer.WriteEndObject();
    }

    private static void WriteSummaryFields(Utf8JsonWriter writer, RunSummary run)
    {
        writer.WriteString("id", run.Id);
        writer.WriteOptionalString("group_id", run.GroupId);
        writer.WriteOptionalString("workflow_id", run.WorkflowId);
        writer.WriteOptionalStrings("node_ids", run.NodeIds);
        writer.WriteString("status", run.Status.Value);
        writer.WriteNumber("progress", run.Progress);

        if (run.ProgressDetails is { } details)
        {
            writer.WritePropertyName("progress_details");
            ProgressDetailsWriter.Write(writer, details);
        }

        writer.WriteOptionalTimestamp("created_at", run.CreatedAt);
        writer.WriteOptionalTimestamp("finished_at", run.FinishedAt);
        writer.WriteOptionalString("source", run.Source);
    }
}
