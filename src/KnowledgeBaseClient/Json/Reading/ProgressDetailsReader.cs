namespace KnowledgeBaseClient;

internal static class ProgressDetailsReader
{
    public static ProgressDetails Read(RawJson json)
    {
        var cursor = new JsonObjectReader(json);
        return ReadFields(ref cursor, 0, full: true);
    }

    public static ProgressDetails? Read(ref JsonObjectReader cursor, bool full) =>
        cursor.TryEnterObject(out var start) ? ReadFields(ref cursor, start, full) : null;

    private static ProgressDetails ReadFields(ref JsonObjectReader cursor, int start, bool full)
    {
        StringList? executed = null, running = null, remaining = null, skipped = null, errorHandlers = null;
        RawJson perNode = default, perEdge = default;
        var total = 0;
        Dictionary<string, RawJson>? additional = null;

        while (cursor.NextProperty())
        {
            if (cursor.IsNamed("executed_nodes"u8)) { executed = cursor.Texts(); }
            else if (cursor.IsNamed("running_nodes"u8)) { running = cursor.Texts(); }
            else if (cursor.IsNamed("remaining_nodes"u8)) { remaining = cursor.Texts(); }
            else if (cursor.IsNamed("skipped_nodes"u8)) { skipped = cursor.Texts(); }
            else if (cursor.IsNamed("error_handler_nodes"u8)) { errorHandlers = cursor.Texts(); }
            else if (cursor.IsNamed("total_progress"u8)) { total = cursor.Percent(); }
            else if (!full) { cursor.Skip(); }
            else if (cursor.IsNamed("per_node_progress"u8)) { perNode = cursor.Raw(); }
            else if (cursor.IsNamed("per_edge_progress"u8)) { perEdge = cursor.Raw(); }
            else { (additional ??= [])[cursor.Name()] = cursor.Raw(); }
        }

        return new ProgressDetails
        {
            ExecutedNodes = StringList.Copy(executed),
            RunningNodes = StringList.Copy(running),
            RemainingNodes = StringList.Copy(remaining),
            SkippedNodes = StringList.Copy(skipped),
            ErrorHandlerNodes = StringList.Copy(errorHandlers),
            PerNodeProgress = perNode,
            PerEdgeProgress = perEdge,
            TotalProgress = total,
            AdditionalProperties = PropertyBag.Own(additional),
            Origin = full ? new JsonOrigin(cursor.SliceFrom(start)) : default,
        };
    }
}
