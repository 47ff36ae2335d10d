using System.Text;

namespace KnowledgeBaseClient.Testing;

internal sealed record FakeResponse(
    int StatusCode, ReadOnlyMemory<byte> Body, string ContentType, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public static FakeResponse Json(int statusCode, string json) => Json(statusCode, Encoding.UTF8.GetBytes(json));

    public static FakeResponse Json(int statusCode, ReadOnlyMemory<byte> json) => new(statusCode, json, "application/json", NoHeaders);
}
