using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// Prints the traces and metrics of one wait. The service is a simulator on this machine, whose run takes three seconds.
using var tracing = Sdk.CreateTracerProviderBuilder()
    .AddSource(KnowledgeBaseTelemetry.SourceName, "System.Net.Http")
    .AddConsoleExporter()
    .Build();
using var metrics = Sdk.CreateMeterProviderBuilder()
    .AddMeter(KnowledgeBaseTelemetry.MeterName)
    .AddConsoleExporter()
    .Build();

using var server = KnowledgeBaseServer.Start();
var runId = server.Simulator.KnowledgeBase("kb").AddRun(
    RunScript.Queued(TimeSpan.FromSeconds(1)).Running(over: TimeSpan.FromSeconds(2)).Completed());

using var client = server.CreateClient();
await client.WaitForCompletionAsync("kb", runId);
