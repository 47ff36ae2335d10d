using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Tests.Json;

// A source-generated context like one in an application, including an application type.
internal sealed record Report(string Title, Run Run, RawJson Note);

[JsonSerializable(typeof(List<Run>))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(WorkflowMeta))]
[JsonSerializable(typeof(ProgressDetails))]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(Dictionary<string, RawJson>))]
[JsonSerializable(typeof(Dictionary<RunStatus, RawJson>))]
internal sealed partial class UserJsonContext : JsonSerializerContext;
