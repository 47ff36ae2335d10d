using System.Net;

namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>What happens to the requests during an outage in the middle of a wait.</summary>
/// <param name="Name">The outage in a few words, for the name of the test.</param>
/// <param name="Respond">Responds to a request with this query, or throws as a handler does; null for the regular response.</param>
internal sealed record OutageFault(string Name, Func<string, HttpResponseMessage?> Respond)
{
    public static IReadOnlyList<OutageFault> All { get; } =
    [
        new("connection refused", _ => throw new HttpRequestException("Connection refused.")),
        .. ((HttpStatusCode[])
            [
                HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError,
                HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout, (HttpStatusCode)522,
            ]).Select(status => new OutageFault($"{(int)status}", _ => new HttpResponseMessage(status))),
        new("503 with Retry-After", _ => RetryLater()),
        new("redirect to a page", _ => new HttpResponseMessage(HttpStatusCode.Redirect)),
        new("page of a gateway", _ => new HttpResponseMessage { Content = new StringContent("<html>We will be back.</html>") }),
        Partial("504 for queued runs", "status=queued"),
        Partial("504 for running runs", "status=running"),
        Partial("504 for all lists", "status="),
    ];

    /// <summary>Whether requests by ids work.</summary>
    public bool IsPartial { get; private init; }

    public override string ToString() => Name;

    private static OutageFault Partial(string name, string prefix)
    {
        return new OutageFault(name, Respond) { IsPartial = true };

        HttpResponseMessage? Respond(string query) =>
            query.StartsWith(prefix, StringComparison.Ordinal) ? new HttpResponseMessage(HttpStatusCode.GatewayTimeout) : null;
    }

    private static HttpResponseMessage RetryLater()
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", "10");
        return response;
    }
}
