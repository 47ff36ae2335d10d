using System.Net;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Converts between the messages of <see cref="HttpClient"/> and those of the fake server's route.</summary>
internal static class HttpMessages
{
    public static ReceivedRequest ToReceivedRequest(this HttpRequestMessage request) => ReceivedRequest.FromTarget(
        request.Method.Method,
        request.RequestUri!.PathAndQuery,
        request.Headers.NonValidated.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    public static HttpResponseMessage ToHttpResponse(this FakeResponse response)
    {
        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = new ReadOnlyMemoryContent(response.Body) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
        foreach (var (name, value) in response.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
