using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>A handler that returns a response that cannot be read any more gets a clear error.</summary>
public sealed class DisposedResponseTests
{
    [Test]
    public async Task ListAsync_HandlerReturnsTheSameResponseTwice_NamesTheHandler([Values] bool isRead)
    {
        using var response = Response();
        using var handler = new StubHandler(_ => response);
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), handler);
        if (isRead)
        {
            await client.ListAsync("kb");
        }
        else
        {
            response.Dispose();
        }

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf<InvalidOperationException>());
        Assert.That(
            thrown!.Message,
            Does.StartWith("The handler StubHandler returned a response that is disposed").And.Contain("new HttpResponseMessage"));
    }

    [Test]
    public async Task ListAsync_OuterHandlerReturnsTheSameResponseTwice_SaysThatAHandlerDid()
    {
        using var response = Response();
        await using var application = new HostApplication(
            new Uri("http://localhost"),
            thisClient: builder => builder.AddHttpMessageHandler(() => new InterceptingHandler((_, _, _) => Task.FromResult(response))));
        await application.Client.ListAsync("kb");

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf<InvalidOperationException>());
        Assert.That(thrown!.Message, Does.StartWith("A handler of the application returned a response that is disposed"));
    }

    private static HttpResponseMessage Response() => new(HttpStatusCode.OK) { Content = new StringContent("[]") };
}
