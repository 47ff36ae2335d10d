using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// Prints the traces and metrics of one wait. The service is a fake server, whose run finishes with the third request.
using var tracing = Sdk.CreateTracerProviderBuilder()
    .AddSource(KnowledgeBaseTelemetry.SourceName, "System.Net.Http")
    .AddConsoleExporter()
    .Build();
using var metrics = Sdk.CreateMeterProviderBuilder()
    .AddMeter(KnowledgeBaseTelemetry.MeterName)
    .AddConsoleExporter()
    .Build();

var requests = 0;
using var server = KnowledgeBaseServer.Start();
server.SetRuns("kb", () => $$"""[{"id":"run-1","status":"{{(++requests < 3 ? "running" : "completed")}}"}]""");

using var client = new RunsClient(server.ApiKey, server.BaseAddress);
await client.WaitForCompletionAsync("kb", "run-1");
