namespace KnowledgeBaseClient;

// A mistake of an application's handler, which shows only where its response is used.
internal static class DisposedResponse
{
    public static InvalidOperationException ToException(string handler, Exception? cause) => new(
        $"{handler} returned a response that is disposed, for example because it returned the same response before. Return a new "
        + "HttpResponseMessage for every request.",
        cause);
}
