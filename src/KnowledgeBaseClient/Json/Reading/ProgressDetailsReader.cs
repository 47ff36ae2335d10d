namespace KnowledgeBaseClient;

internal static class ProgressDetailsReader
{
    public static ProgressDetails Read(RawJson json)
    {
        var reader = new JsonObjectReader(json);
        return ReadFields(ref reader, 0, full: true);
    }

    // A summary has no opaque and no additional properties.
    public static ProgressDetails? Read(ref JsonObjectReader reader, bool full) =>
        reader.TryEnterObject(out var start) ? ReadFields(ref reader, start, full) : null;

    private static ProgressDetails ReadFields(ref JsonObjectReader reader, int start, bool full)
    {
        ValueList<string>? executed = null, running = null, remaining = null, skipped = null, errorHandlers = null;
        RawJson perNode = default, perEdge = default;
        var total = 0;
        Dictionary<string, RawJson>? additional = null;

        while (reader.ReadNextProperty())
        {
            if (reader.NameEquals("executed_nodes"u8)) { executed = reader.ReadStringList(); }
            else if (reader.NameEquals("running_nodes"u8)) { running = reader.ReadStringList(); }
            else if (reader.NameEquals("remaining_nodes"u8)) { remaining = reader.ReadStringList(); }
            else if (reader.NameEquals("skipped_nodes"u8)) { skipped = reader.ReadStringList(); }
            else if (reader.NameEquals("error_handler_nodes"u8)) { errorHandlers = reader.ReadStringList(); }
            else if (reader.NameEquals("total_progress"u8)) { total = reader.ReadPercent(); }
            else if (!full) { reader.Skip(); }
            else if (reader.NameEquals("per_node_progress"u8)) { perNode = reader.ReadRaw(); }
            else if (reader.NameEquals("per_edge_progress"u8)) { perEdge = reader.ReadRaw(); }
            else { (additional ??= [])[reader.GetName()] = reader.ReadRaw(); }
        }

        return new ProgressDetails
        {
            ExecutedNodes = ValueList<string>.Copy(executed),
            RunningNodes = ValueList<string>.Copy(running),
            RemainingNodes = ValueList<string>.Copy(remaining),
            SkippedNodes = ValueList<string>.Copy(skipped),
            ErrorHandlerNodes = ValueList<string>.Copy(errorHandlers),
            PerNodeProgress = perNode,
            PerEdgeProgress = perEdge,
            TotalProgress = total,
            AdditionalProperties = PropertyBag.Own(additional),
            Origin = full ? new JsonOrigin(reader.SliceFrom(start)) : default,
        };
    }
}
