using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Tests.Json;

// What an application with its own source-generated context and its own types would declare.
internal sealed record Report(string Title, Run Run, RawJson Note);

[JsonSerializable(typeof(List<Run>))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(WorkflowMeta))]
[JsonSerializable(typeof(ProgressDetails))]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class UserJsonContext : JsonSerializerContext;
