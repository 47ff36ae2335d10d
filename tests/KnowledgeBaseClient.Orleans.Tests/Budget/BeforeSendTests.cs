using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class BeforeSendTests
{
    private static readonly Uri Address = new("https://host/v1/knowledge-bases/kb/runs");

    [Test]
    public async Task BeforeSend_KeyWasRotated_IsCalledForEachRequest()
    {
        var calls = new List<string>();
        var keys = new Queue<string>(["old-key-of-the-service", "new-key-of-the-service"]);
        var options = new KnowledgeBaseClientOptions
        {
            KeyFromEnvironment = false,
            ApiKeyProvider = _ => new ValueTask<string>(keys.Dequeue()),
        };
        var source = ApiKeySource.From(options);
        using var handler = new ApiKeyHandler(source, source.CreateRedactor(), new RejectingHandler(calls), Address)
        {
            BeforeSend = (address, _) =>
            {
                calls.Add($"before {address}");
                return Task.CompletedTask;
            },
        };
        using var invoker = new HttpMessageInvoker(handler);

        using var response = await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, Address), CancellationToken.None);

        Assert.That(string.Join("; ", calls), Is.EqualTo($"before {Address}; sent; before {Address}; sent"));
    }

    private sealed class RejectingHandler(List<string> calls) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            calls.Add("sent");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized));
        }
    }
}
