using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Creates runs as the service writes them: mostly opaque JSON, without white space, non-ASCII text unescaped.</summary>
internal static class RunJson
{
    /// <summary>The offset of the id in the bytes of a run.</summary>
    public const int IdOffset = 7;

    private const int Workflows = 5;
    private const string GroupId = "6513270e-269e-4d37-b2a7-4de452e6b438";

    private static readonly string[] Statuses = ["completed", "running", "completed", "queued", "failed", "completed", "stopped"];

    // Like the service, don't escape quotes as \u0022.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:x8}-6d76-407e-881e-d162ae2eb154");

    public static string StatusOf(int number) => Statuses[number % Statuses.Length];

    public static byte[] Create(RunsSize size, int number)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        Write(writer, size, number);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, RunsSize size, int number)
    {
        var workflow = new WorkflowJson(number % Workflows, size.Nodes, size.PromptLength);
        var status = StatusOf(number);
        var finished = status is not ("running" or "queued");
        var executed = status == "completed" ? size.Nodes : status == "queued" ? 0 : number % size.Nodes;

        writer.WriteStartObject();
        writer.WriteString("id", IdOf(number));
        writer.WriteString("group_id", GroupId);
        writer.WriteString("workflow_id", workflow.Id);
        WriteInput(writer, number);
        WriteOutput(writer, status, number);
        writer.WriteNull("node_ids");
        writer.WritePropertyName("workflow_definition");
        workflow.WriteDefinition(writer);
        writer.WriteString("status", status);
        writer.WriteNumber("progress", executed * 100 / size.Nodes);
        workflow.WriteProgress(writer, executed, isRunning: status == "running");
        writer.WriteStartObject("definitions");
        writer.WriteNumber("version", 3);
        writer.WriteEndObject();
        writer.WriteString("created_at", TimeOf(number));
        writer.WriteString("finished_at", finished ? TimeOf(number + 3) : null);
        workflow.Write(writer, GroupId);
        writer.WriteString("source", "api");
        writer.WriteStartObject("meta");
        writer.WriteString("requested_by", "nightly-sync");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter writer, int number)
    {
        writer.WriteStartObject("input");
        writer.WriteStartArray("files");
        writer.WriteStartObject();
        writer.WriteString("name", $"lease – Köln {number}.pdf");
        writer.WriteString("uri", $"spot://7d0c/{number:x8}/lease.pdf");
        writer.WriteNumber("size", 1_834_220 + number);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("prefix", "/contracts");
        writer.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter writer, string status, int number)
    {
        writer.WriteStartObject("output");
        if (status == "failed")
        {
            writer.WriteString("error", $"OcrNode: cannot read \"page {number % 90}\" of C:\\in\\lease.pdf\n  at line 1");
        }
        else if (status == "completed")
        {
            writer.WriteStartArray("documents");
            writer.WriteStartObject();
            writer.WriteString("status", "trained");
            writer.WriteNumber("chunks", number % 300);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteNumber("elapsed", 165.9);
        }

        writer.WriteEndObject();
    }

    private static string TimeOf(int number) =>
        new DateTime(2026, 3, 4, 17, 19, 31, DateTimeKind.Utc).AddSeconds(number * 7).AddMicroseconds(204_118)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
