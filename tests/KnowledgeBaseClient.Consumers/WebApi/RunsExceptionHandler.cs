#region errors
using Microsoft.AspNetCore.Diagnostics;

#endregion
using Microsoft.AspNetCore.Http;

namespace KnowledgeBaseClient.Consumers.WebApi;

#region errors
internal sealed class RunsExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        int? status = exception switch
        {
            KnowledgeBaseNotFoundException => StatusCodes.Status404NotFound,
            InvalidRequestException or ArgumentException { ParamName: "knowledgeBaseId" or "runId" } => StatusCodes.Status400BadRequest,
            BadHttpRequestException request => request.StatusCode,
            KnowledgeBaseException { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
            KnowledgeBaseException => StatusCodes.Status502BadGateway,
            _ => null,
        };
        if (status is null)
        {
            return false;
        }

        context.Response.StatusCode = status.Value;
        if (exception is KnowledgeBaseApiException { RetryAfter: { } delay })
        {
            context.Response.Headers.RetryAfter = $"{Math.Ceiling(delay.TotalSeconds)}";
        }

        // Writes nothing for a caller that accepts no JSON, such as an EventSource.
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, Exception = exception });
        return true;
    }
}
#endregion
