using System.Net;

namespace KnowledgeBaseClient;

// What the failure table needs to know about an error response. Only the status and Retry-After decide how it is handled; the rest selects
// advice.
internal readonly record struct ErrorFacts(HttpStatusCode Status, bool HasRetryAfter)
{
    // Longer than what common servers accept by default.
    public bool IsLongUrl { get; init; }

    // The request has sent documents.
    public bool IsUpload { get; init; }

    // The request is for the events of a run, which older services do not have.
    public bool IsForEvents { get; init; }

    // A redirect to the same path with a slash added or removed, as web frameworks send for a route that is spelled differently.
    public bool RedirectsToSlash { get; init; }
}
