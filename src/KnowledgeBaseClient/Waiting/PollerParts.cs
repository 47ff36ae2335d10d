using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// What pollers share with the rest of their client.
internal sealed record PollerParts(
    RunsEndpoint Endpoint, RequestPlanner Plan, ClientSettings Settings, TimeProvider Time, Func<double> Random, ILogger Logger, CancellationToken ClientDisposed);
