using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Measures reading one large run and reading values in its opaque fields.</summary>
public class RunBenchmarks
{
    private readonly byte[] _text = RunJson.Create(RunsSize.Large, 0);
    private Run _run = null!;

    [GlobalSetup]
    public void ReadRun() => _run = DeserializeRun();

    [Benchmark(Baseline = true)]
    public object DeserializeHandWritten() => JsonSerializer.Deserialize(_text, BaselineJsonContext.Default.BaselineRun)!;

    [Benchmark]
    public Run DeserializeRun() => JsonSerializer.Deserialize<Run>(_text)!;

    [Benchmark]
    public RunSummary DeserializeSummary() => JsonSerializer.Deserialize<RunSummary>(_text)!;

    [Benchmark]
    public RawJson RawJsonProperty() => _run.WorkflowDefinition.TryGetProperty("edges", out var edges) ? edges : default;

    [Benchmark]
    public JsonElement RawJsonToElement() => _run.WorkflowDefinition.ToJsonElement();

    [Benchmark]
    public string RawJsonToText() => _run.WorkflowDefinition.ToString();
}
