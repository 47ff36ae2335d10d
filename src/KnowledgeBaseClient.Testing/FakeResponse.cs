namespace KnowledgeBaseClient.Testing;

internal sealed record FakeResponse(int StatusCode, string Body, string ContentType, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public static FakeResponse Json(int statusCode, string body) => new(statusCode, body, "application/json", NoHeaders);
}
