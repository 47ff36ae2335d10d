using System.Text.Json;

namespace KnowledgeBaseClient;

internal static class ProgressDetailsWriter
{
    public static void Write(Utf8JsonWriter writer, ProgressDetails details) =>
        RoundTripWriter.Write(writer, details, details.Origin, ProgressDetailsReader.Read, WritePlain);

    private static void WritePlain(Utf8JsonWriter writer, ProgressDetails details)
    {
        writer.WriteStartObject();
        writer.WriteTexts("executed_nodes", details.ExecutedNodes);
        writer.WriteTexts("running_nodes", details.RunningNodes);
        writer.WriteTexts("remaining_nodes", details.RemainingNodes);
        writer.WriteTexts("skipped_nodes", details.SkippedNodes);
        writer.WriteTexts("error_handler_nodes", details.ErrorHandlerNodes);
        writer.WriteRaw("per_node_progress", details.PerNodeProgress);
        writer.WriteRaw("per_edge_progress", details.PerEdgeProgress);
        writer.WriteNumber("total_progress", details.TotalProgress);
        writer.WriteFields(details.AdditionalProperties);
        writer.WriteEndObject();
    }
}
