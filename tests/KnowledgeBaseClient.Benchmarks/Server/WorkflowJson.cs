using System.Globalization;
using System.Text.Json;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Writes a workflow as the service does: a chain of nodes connected by edges. Its node ids depend on its number only.</summary>
internal sealed class WorkflowJson(int number, int nodes, int promptLength)
{
    private const string Prompt =
        "Résumé — 要約 \"quoted\" \\ path\n second line. Summarise the contract for {{reader}}: its parties, its term, the notice "
        + "to be given and any clause that differs from the \"standard lease\" (see https://example.com/leases?kind=standard&year=2026). "
        + "Answer in the reader's own language, in at most five sentences, and name the page of each fact.\t"
        + "Where the contract is silent, say so: do not guess. Größe in m², Miete in €.\r\n";

    private static readonly string[] Kinds =
        ["Input", "FileLoader", "Ocr", "TextSplitter", "Summary", "Embedding", "KnowledgeIngestion", "Output"];

    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"{number:x8}-128b-4f33-8c5c-7fd0a6a3a450");

    public void WriteDefinition(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("nodes");
        for (var node = 0; node < nodes; node++)
        {
            WriteNode(writer, node);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        for (var edge = 0; edge < nodes - 1; edge++)
        {
            writer.WriteStartObject();
            writer.WriteString("id", EdgeId(edge));
            WriteEnd(writer, "from_id", NodeId(edge), "out");
            WriteEnd(writer, "to_id", NodeId(edge + 1), "in");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void WriteProgress(Utf8JsonWriter writer, int executed, bool isRunning)
    {
        var running = isRunning && executed < nodes ? 1 : 0;
        writer.WriteStartObject("progress_details");
        WriteNodes(writer, "executed_nodes", 0, executed);
        WriteNodes(writer, "running_nodes", executed, executed + running);
        WriteNodes(writer, "remaining_nodes", executed + running, nodes);
        WriteNodes(writer, "skipped_nodes", 0, 0);
        WriteNodes(writer, "error_handler_nodes", 0, 0);
        writer.WriteStartObject("per_node_progress");
        for (var node = 0; node < executed; node++)
        {
            writer.WriteNumber(NodeId(node), 100);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("per_edge_progress");
        for (var edge = 0; edge < executed - 1; edge++)
        {
            writer.WriteNumber(EdgeId(edge), 100);
        }

        writer.WriteEndObject();
        writer.WriteNumber("total_progress", executed * 100 / nodes);
        writer.WriteEndObject();
    }

    public void Write(Utf8JsonWriter writer, string groupId)
    {
        writer.WriteStartObject("workflow");
        writer.WriteString("id", Id);
        writer.WriteString("group_id", groupId);
        writer.WriteString("name", $"Ingest contracts {number}");
        writer.WriteString("type", "ingestion");
        writer.WritePropertyName("definition");
        WriteDefinition(writer);
        writer.WriteString("workflow_hash", "5f1d7a84db00d2fce00b31a7fc73224f");
        writer.WriteStartObject("meta");
        writer.WriteStartArray("tags");
        writer.WriteStringValue("ingestion");
        writer.WriteStringValue("legal");
        writer.WriteEndArray();
        writer.WriteString("icon", "book");
        writer.WriteEndObject();
        writer.WriteString("last_updated_at", "2026-03-02T09:14:07.482913Z");
        writer.WriteString("last_run_at", "2026-03-04T17:20:00Z");
        writer.WriteString("created_at", "2025-11-07T05:31:56Z");
        writer.WriteNull("deleted_at");
        writer.WriteNumber("runs_count", 412);
        writer.WriteString("author_name", "Zoë Müller");
        writer.WriteString("description", "Chunks, embeds and indexes uploaded contracts");
        writer.WriteBoolean("saved", true);
        writer.WriteNull("error_handler");
        writer.WriteEndObject();
    }

    private void WriteNode(Utf8JsonWriter writer, int node)
    {
        var kind = Kinds[node % Kinds.Length];
        writer.WriteStartObject();
        writer.WriteString("type", $"{kind}Node");
        writer.WriteString("id", NodeId(node));
        writer.WriteString("name", kind);
        writer.WriteStartObject("display");
        writer.WriteStartObject("position");
        writer.WriteNumber("x", node * 260);
        writer.WriteNumber("y", node % 2 * 80);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("node_config");
        writer.WriteString("label", $"Step {node + 1}");
        writer.WriteString("prompt", Prompt[..promptLength]);
        writer.WriteEndObject();
        writer.WriteStartObject("connector_config");
        WriteConnectors(writer, "inputs", "in");
        WriteConnectors(writer, "outputs", "out", "on_error");
        writer.WriteEndObject();
        WriteNodes(writer, "inputs", 0, 0);
        WriteNodes(writer, "outputs", 0, 0);
        writer.WriteNull("subflow_config");
        writer.WriteNull("subflow_id");
        writer.WriteEndObject();
    }

    private static void WriteConnectors(Utf8JsonWriter writer, string property, params ReadOnlySpan<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("type", "connector");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEnd(Utf8JsonWriter writer, string property, string nodeId, string connector)
    {
        writer.WriteStartObject(property);
        writer.WriteString("node_id", nodeId);
        writer.WriteString("connector_name", connector);
        writer.WriteNull("key");
        writer.WriteBoolean("optional", false);
        writer.WriteEndObject();
    }

    private void WriteNodes(Utf8JsonWriter writer, string property, int from, int to)
    {
        writer.WriteStartArray(property);
        for (var node = from; node < to; node++)
        {
            writer.WriteStringValue(NodeId(node));
        }

        writer.WriteEndArray();
    }

    private string NodeId(int node) => string.Create(CultureInfo.InvariantCulture, $"{number:x4}{node:x4}-5d9d-49f8-9818-e811892f902b");

    private string EdgeId(int edge) => string.Create(CultureInfo.InvariantCulture, $"{number:x4}{edge:x4}-0bec-47b0-b898-d190f9ebdacc");
}
