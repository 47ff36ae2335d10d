using System.Reflection;
using Refit;

namespace KnowledgeBaseClient;

// Refit only builds requests, and they have no body. Its default serializer would be dead code that a trimmed application still contains.
internal sealed class NoContentSerializer : IHttpContentSerializer
{
    public HttpContent ToHttpContent<T>(T item) => throw new NotSupportedException();

    public Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;
}
