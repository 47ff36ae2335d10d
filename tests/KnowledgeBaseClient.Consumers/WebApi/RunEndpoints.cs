using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
#region endpoints
using Microsoft.AspNetCore.Http.HttpResults;

#endregion
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace KnowledgeBaseClient.Consumers.WebApi;

#region endpoints
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/knowledge-bases/{knowledgeBaseId}")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/runs", ListAsync);
        group.MapGet("/runs/{runId}", FindAsync);
        group.MapGet("/changes", Watch).Produces<RunChange>(contentType: "text/event-stream");
    }

    private static Task<IReadOnlyList<RunSummary>> ListAsync(
        string knowledgeBaseId, RunStatus? status, IRunsClient client, CancellationToken cancellationToken) =>
        client.ListSummariesAsync(knowledgeBaseId, new RunFilter { Status = status }, cancellationToken);

    private static async Task<Results<Ok<Run>, NotFound>> FindAsync(
        string knowledgeBaseId, string runId, IRunsClient client, CancellationToken cancellationToken) =>
        await client.FindAsync(knowledgeBaseId, runId, cancellationToken) is { } run ? TypedResults.Ok(run) : TypedResults.NotFound();

    // The token is canceled when the browser leaves, which ends the watch.
    private static ServerSentEventsResult<RunChange> Watch(
        string knowledgeBaseId,
        IRunsClient client,
        HttpContext context,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        // Otherwise a shutdown of the application waits for its browsers, up to 30 s.
        context.Response.RegisterForDispose(lifetime.ApplicationStopping.Register(context.Abort));
        return TypedResults.ServerSentEvents(client.WatchAsync(knowledgeBaseId, cancellationToken: cancellationToken), "change");
    }
}
#endregion
