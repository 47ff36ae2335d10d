using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeBaseClient;

// Reads one run from its JSON text. Only the id and the status are required: any other property may be missing, null or of an unexpected
// kind.
internal static class RunReader
{
    // The run keeps the text: its opaque properties are slices of it.
    public static Run ReadRun(RawJson json) => Read(json, full: true).ToRun(json);

    // For text in memory that will be reused: the run keeps an exact-size copy.
    public static Run CopyRun(RawJson json) => ReadRun(new RawJson(json.Utf8.ToArray()));

    // The summary keeps no reference to the text.
    public static RunSummary ReadSummary(RawJson json) => Read(json, full: false).ToSummary();

    private static RunFields Read(RawJson json, bool full)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedRunException($"a run must be an object, but this is {JsonDescription.Of(json.ValueKind)}", 0);
        }

        if (!Utf8.IsValid(json.Utf8.Span))
        {
            throw new MalformedRunException("the text contains bytes that are not valid UTF-8", GetValidLength(json.Utf8.Span));
        }

        var reader = new JsonObjectReader(json);
        var fields = default(RunFields);
        try
        {
            while (reader.ReadNextProperty())
            {
                ReadField(ref reader, ref fields, full);
            }
        }
        catch (JsonException error)
        {
            throw new MalformedRunException(MalformedRunException.NotWellFormed(error), reader.TokenStart);
        }

        if (string.IsNullOrEmpty(fields.Id))
        {
            throw new MalformedRunException("the \"id\" property is missing, empty or not a string", 0);
        }

        return fields.Status is null
            ? throw new MalformedRunException($"the \"status\" property of run {fields.Id} is missing or not a string", 0)
            : fields;
    }

    private static int GetValidLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out _, out var consumed) == OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }

    private static void ReadField(ref JsonObjectReader reader, ref RunFields fields, bool full)
    {
        if (reader.NameEquals("id"u8)) { fields.Id = reader.ReadString(); }
        else if (reader.NameEquals("status"u8)) { fields.Status = reader.ReadPooledString(); }
        else if (reader.NameEquals("group_id"u8)) { fields.GroupId = reader.ReadPooledText(); }
        else if (reader.NameEquals("workflow_id"u8)) { fields.WorkflowId = reader.ReadPooledText(); }
        else if (reader.NameEquals("node_ids"u8)) { fields.NodeIds = reader.ReadStringList(); }
        else if (reader.NameEquals("progress"u8)) { fields.Progress = reader.ReadPercent(); }
        else if (reader.NameEquals("progress_details"u8)) { fields.ProgressDetails = ProgressDetailsReader.Read(ref reader, full); }
        else if (reader.NameEquals("created_at"u8)) { fields.CreatedAt = reader.ReadTimestamp(); }
        else if (reader.NameEquals("finished_at"u8)) { fields.FinishedAt = reader.ReadTimestamp(); }
        else if (reader.NameEquals("source"u8)) { fields.Source = reader.ReadPooledText(); }
        else if (!full) { ReadFieldOfSummary(ref reader, ref fields); }
        else if (reader.NameEquals("workflow"u8)) { fields.Workflow = WorkflowReader.Read(ref reader); }
        else if (reader.NameEquals("input"u8)) { fields.Input = reader.ReadRaw(); }
        else if (reader.NameEquals("output"u8)) { fields.Output = reader.ReadRaw(); }
        else if (reader.NameEquals("workflow_definition"u8)) { fields.WorkflowDefinition = reader.ReadRaw(); }
        else if (reader.NameEquals("definitions"u8)) { fields.Definitions = reader.ReadRaw(); }
        else if (reader.NameEquals("meta"u8)) { fields.Meta = reader.ReadRaw(); }
        else { (fields.AdditionalProperties ??= [])[reader.GetName()] = reader.ReadRaw(); }
    }

    private static void ReadFieldOfSummary(ref JsonObjectReader reader, ref RunFields fields)
    {
        if (reader.NameEquals("workflow"u8)) { fields.WorkflowName = WorkflowReader.ReadName(ref reader); }
        else { reader.Skip(); }
    }

    // Collects the values of a run, whose own properties cannot change after initialization.
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
        public ValueList<string>? NodeIds;
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
            Status = RunStatus.FromJson(Status!),
            GroupId = GroupId,
            WorkflowId = WorkflowId,
            WorkflowName = WorkflowName,
            Source = Source,
            Progress = Progress,
            ProgressDetails = ProgressDetails,
            NodeIds = ValueList<string>.Copy(NodeIds),
            CreatedAt = CreatedAt,
            FinishedAt = FinishedAt,
        };

        public readonly Run ToRun(RawJson origin) => new()
        {
            Id = Id!,
            Status = RunStatus.FromJson(Status!),
            GroupId = GroupId,
            WorkflowId = WorkflowId,
            Source = Source,
            Progress = Progress,
            ProgressDetails = ProgressDetails,
            NodeIds = ValueList<string>.Copy(NodeIds),
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
