#if NET10_0_OR_GREATER
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The types that RunInspector deserializes opaque values to.
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(ProgressDetails))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(Dictionary<string, RawJson>))]
[JsonSerializable(typeof(Dictionary<RunStatus, RawJson>))]
internal sealed partial class FuzzJsonContext : JsonSerializerContext;
#endif
