using System.Net;

namespace KnowledgeBaseClient.Tests.Errors;

/// <summary>A row of the failure table, as the documentation states it, and a response that fails like this.</summary>
/// <param name="Name">The failure, for the name of the test.</param>
/// <param name="Respond">Responds to a request, or throws as a handler does.</param>
/// <param name="Exception">The exception of a list.</param>
/// <param name="IsTransient">Whether it is retried, and the message suggests to try again.</param>
/// <param name="InWaits">What it means to a wait.</param>
internal sealed record FailureKind(
    string Name, Func<HttpResponseMessage> Respond, Type Exception, bool IsTransient, WaitEffect InWaits)
{
    public override string ToString() => Name;

    public static FailureKind OfStatus(int status, Type exception, bool isTransient, WaitEffect inWaits, string? retryAfter = null)
    {
        var name = $"{status}{(retryAfter is null ? "" : " with Retry-After")}";
        return new FailureKind(name, () => Response(status, retryAfter), exception, isTransient, inWaits);
    }

    private static HttpResponseMessage Response(int status, string? retryAfter)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("""{"detail":"No."}""") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }
}
