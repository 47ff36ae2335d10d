using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeBaseClient;

// Reads one run from its text. Everything but the id and the status may be missing, null or of another kind.
internal static class RunReader
{
    // The run keeps the text: its opaque fields are slices of it.
    public static Run ReadRun(RawJson json) => Read(json, full: true).ToRun(json);

    // For a text whose memory will be used again: the run keeps a copy, of the exact size.
    public static Run CopyRun(RawJson json) => ReadRun(new RawJson(json.Utf8.ToArray()));

    // The summary keeps nothing of the text.
    public static RunSummary ReadSummary(RawJson json) => Read(json, full: false).ToSummary();

    private static RunFields Read(RawJson json, bool full)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedRunException($"a run is a JSON object, but this is {JsonKind.Describe(json.ValueKind)}", 0);
        }

        if (!Utf8.IsValid(json.Utf8.Span))
        {
            throw new MalformedRunException("it holds bytes that are not UTF-8", ValidLength(json.Utf8.Span));
        }

        var cursor = new JsonObjectReader(json);
        var fields = default(RunFields);
        try
        {
            while (cursor.NextProperty())
            {
                ReadField(ref cursor, ref fields, full);
            }
        }
        catch (JsonException malformed)
        {
            throw new MalformedRunException($"it is not well-formed JSON: {malformed.Message}", cursor.Position);
        }

        if (string.IsNullOrEmpty(fields.Id))
        {
            throw new MalformedRunException("a run without an \"id\" (a string that is not empty)", 0);
        }

        return string.IsNullOrWhiteSpace(fields.Status)
            ? throw new MalformedRunException($"the run {fields.Id} has no \"status\" (a string that is not empty)", 0)
            : fields;
    }

    // Up to the first bytes that are not UTF-8.
    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out _, out var consumed) == OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }

    private static void ReadField(ref JsonObjectReader cursor, ref RunFields fields, bool full)
    {
        if (cursor.IsNamed("id"u8)) { fields.Id = cursor.StringOnly(); }
        else if (cursor.IsNamed("status"u8)) { fields.Status = cursor.CommonStringOnly(); }
        else if (cursor.IsNamed("group_id"u8)) { fields.GroupId = cursor.Text(); }
        else if (cursor.IsNamed("workflow_id"u8)) { fields.WorkflowId = cursor.Text(); }
        else if (cursor.IsNamed("node_ids"u8)) { fields.NodeIds = cursor.Texts(); }
        else if (cursor.IsNamed("progress"u8)) { fields.Progress = cursor.Percent(); }
        else if (cursor.IsNamed("progress_details"u8)) { fields.ProgressDetails = ProgressDetailsReader.Read(ref cursor, full); }
        else if (cursor.IsNamed("created_at"u8)) { fields.CreatedAt = cursor.Time(); }
        else if (cursor.IsNamed("finished_at"u8)) { fields.FinishedAt = cursor.Time(); }
        else if (cursor.IsNamed("source"u8)) { fields.Source = cursor.Text(); }
        else if (!full) { ReadFieldOfSummary(ref cursor, ref fields); }
        else if (cursor.IsNamed("workflow"u8)) { fields.Workflow = WorkflowReader.Read(ref cursor); }
        else if (cursor.IsNamed("input"u8)) { fields.Input = cursor.Raw(); }
        else if (cursor.IsNamed("output"u8)) { fields.Output = cursor.Raw(); }
        else if (cursor.IsNamed("workflow_definition"u8)) { fields.WorkflowDefinition = cursor.Raw(); }
        else if (cursor.IsNamed("definitions"u8)) { fields.Definitions = cursor.Raw(); }
        else if (cursor.IsNamed("meta"u8)) { fields.Meta = cursor.Raw(); }
        else { (fields.AdditionalProperties ??= [])[cursor.Name()] = cursor.Raw(); }
    }

    private static void ReadFieldOfSummary(ref JsonObjectReader cursor, ref RunFields fields)
    {
        if (cursor.IsNamed("workflow"u8)) { fields.WorkflowName = WorkflowReader.ReadName(ref cursor); }
        else { cursor.Skip(); }
    }

    // What has been read so far. A run itself never changes.
    private struct RunFields
    {
        public string? Id;
        public string? Status;
        public string? GroupId;
        public string? WorkflowId;
        public string? WorkflowName;
        public string? Source;
        public int Progress;
        public ProgressDetails? ProgressDetails;
        public StringList? NodeIds;
        public DateTimeOffset? CreatedAt;
        public DateTimeOffset? FinishedAt;
        public Workflow? Workflow;
        public RawJson Input;
        public RawJson Output;
        public RawJson WorkflowDefinition;
        public RawJson Definitions;
        public RawJson Meta;
        public Dictionary<string, RawJson>? AdditionalProperties;

        public readonly RunSummary ToSummary() => new()
        {
            Id = Id!,
            Status = new RunStatus(Status!),
            GroupId = GroupId,
            WorkflowId = WorkflowId,
            WorkflowName = WorkflowName,
            Source = Source,
            Progress = Progress,
            ProgressDetails = ProgressDetails,
            NodeIds = StringList.Copy(NodeIds),
            CreatedAt = CreatedAt,
            FinishedAt = FinishedAt,
        };

        public readonly Run ToRun(RawJson origin) => new()
        {
            Id = Id!,
            Status = new RunStatus(Status!),
            GroupId = GroupId,
            WorkflowId = WorkflowId,
            Source = Source,
            Progress = Progress,
            ProgressDetails = ProgressDetails,
            NodeIds = StringList.Copy(NodeIds),
            CreatedAt = CreatedAt,
            FinishedAt = FinishedAt,
            Workflow = Workflow,
            Input = Input,
            Output = Output,
            WorkflowDefinition = WorkflowDefinition,
            Definitions = Definitions,
            Meta = Meta,
            AdditionalProperties = PropertyBag.Own(AdditionalProperties),
            Origin = new JsonOrigin(origin),
        };
    }
}
