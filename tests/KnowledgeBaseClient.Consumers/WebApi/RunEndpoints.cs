using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KnowledgeBaseClient.Consumers.WebApi;

#region endpoints
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge-bases/{knowledgeBaseId}/runs", ListAsync);
        routes.MapGet("/knowledge-bases/{knowledgeBaseId}/runs/{runId}", FindAsync);
        routes.MapGet("/knowledge-bases/{knowledgeBaseId}/changes", Watch).Produces<RunChange>(contentType: "text/event-stream");
    }

    private static Task<IReadOnlyList<RunSummary>> ListAsync(
        string knowledgeBaseId, RunStatus? status, IRunsClient client, CancellationToken cancellationToken) =>
        client.ListSummariesAsync(knowledgeBaseId, new RunFilter { Status = status }, cancellationToken);

    private static async Task<Results<Ok<Run>, NotFound>> FindAsync(
        string knowledgeBaseId, string runId, IRunsClient client, CancellationToken cancellationToken) =>
        await client.FindAsync(knowledgeBaseId, runId, cancellationToken) is { } run ? TypedResults.Ok(run) : TypedResults.NotFound();

    // The token is canceled when the browser leaves, which ends the watch.
    private static ServerSentEventsResult<RunChange> Watch(
        string knowledgeBaseId, IRunsClient client, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(client.WatchAsync(knowledgeBaseId, cancellationToken: cancellationToken), "change");
}
#endregion
