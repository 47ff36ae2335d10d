using System.Text.Json;

namespace KnowledgeBaseClient;

internal static class ProgressDetailsWriter
{
    public static void Write(Utf8JsonWriter writer, ProgressDetails details) =>
        RoundTripWriter.Write(writer, details, details.Origin, ProgressDetailsReader.Read, WritePlain);

    private static void WritePlain(Utf8JsonWriter writer, ProgressDetails details)
    {
        writer.WriteStartObject();
        writer.WriteOptionalStrings("executed_nodes", details.ExecutedNodes);
        writer.WriteOptionalStrings("running_nodes", details.RunningNodes);
        writer.WriteOptionalStrings("remaining_nodes", details.RemainingNodes);
        writer.WriteOptionalStrings("skipped_nodes", details.SkippedNodes);
        writer.WriteOptionalStrings("error_handler_nodes", details.ErrorHandlerNodes);
        writer.WriteOptionalRaw("per_node_progress", details.PerNodeProgress);
        writer.WriteOptionalRaw("per_edge_progress", details.PerEdgeProgress);
        writer.WriteNumber("total_progress", details.TotalProgress);
        writer.WriteProperties(details.AdditionalProperties);
        writer.WriteEndObject();
    }
}
