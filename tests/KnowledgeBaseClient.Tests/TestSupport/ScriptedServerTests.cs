using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.TestSupport;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ScriptedServerTests
{
    private const string Text = """["é","a body that is long enough to be cut"]""";

    [Test]
    public async Task Start_SeveralReplies_PlaysThemInOrderAndReportsTheEndOfTheScript()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Text), Reply.Status(503, "busy", ("Retry-After", "3")), Reply.Status(204));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        using var first = await client.GetAsync("a");
        using var second = await client.PostAsync("b", new StringContent("a request body"));
        using var third = await client.GetAsync("c");
        using var fourth = await client.GetAsync("d");

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(first.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(await first.Content.ReadAsStringAsync(), Is.EqualTo(Text));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(second.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo("busy"));
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(fourth.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await fourth.Content.ReadAsStringAsync(), Is.EqualTo("script exhausted"));
    }

    [Test]
    public async Task RequestTexts_EscapedPath_IsUnchanged()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Test", "1");

        using var response = await client.GetAsync("a%2Fb%20c+d?x=%2C");

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
        Assert.That(server.RequestTexts[0], Does.StartWith("GET /a%2Fb%20c+d?x=%2C HTTP/1.1\r\n").And.Contain("X-Test: 1"));
    }

    [Test]
    public async Task Truncated_BodyShorterThanContentLength_FailsWhileReading()
    {
        var reply = Reply.Truncated(Text, 10);
        await using var server = ScriptedServer.Start(reply);
        using var client = new HttpClient();

        using var response = await client.GetAsync(server.BaseAddress, HttpCompletionOption.ResponseHeadersRead);

        await reply.HeadersSentAsync();
        await Assert.ThatAsync(
            () => response.Content.ReadAsStringAsync(),
            Throws.InstanceOf<HttpRequestException>().With.Property("HttpRequestError").EqualTo(HttpRequestError.ResponseEnded));
    }

    [Test]
    public async Task Reset_FirstOrLaterRequest_IsReportedByHttpClient()
    {
        await using var server = ScriptedServer.Start(Reply.Reset(), Reply.Json("[]"), Reply.Reset());
        using var client = new HttpClient();

        var first = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.BaseAddress));
        using var succeeded = await client.GetAsync(server.BaseAddress);
        var later = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.BaseAddress));

        Assert.That((first?.GetBaseException() as SocketException)?.SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
        Assert.That((later?.GetBaseException() as SocketException)?.SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task Close_WithoutAByte_MakesHttpClientResendTheRequest()
    {
        await using var server = ScriptedServer.Start(Reply.Close(), Reply.Json("[]"));
        using var client = new HttpClient();

        Assert.That(await client.GetStringAsync(server.BaseAddress), Is.EqualTo("[]"));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Stall_UntilDisposed_SendsNothingThenEndsTheConnection()
    {
        var server = ScriptedServer.Start(Reply.Stall());
        using var client = new HttpClient();

        var request = client.GetAsync(server.BaseAddress);
        await server.RequestArrivedAsync(1);
        var early = request.IsCompleted;
        await server.DisposeAsync();

        Assert.That(early, Is.False);
        await Assert.ThatAsync(() => request, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task StallInBody_ClientCancels_LeavesTheServerUsable()
    {
        await using var server = ScriptedServer.Start(Reply.StallInBody(Text, 10), Reply.Json("[]"));
        using var client = new HttpClient();
        using var cancellation = new CancellationTokenSource();
        using var response = await client.GetAsync(server.BaseAddress, HttpCompletionOption.ResponseHeadersRead);

        var body = response.Content.ReadAsStringAsync(cancellation.Token);
        var early = body.IsCompleted;
        await cancellation.CancelAsync();

        Assert.That(early, Is.False);
        await Assert.ThatAsync(() => body, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await client.GetStringAsync(server.BaseAddress), Is.EqualTo("[]"));
    }

    [Test]
    public async Task After_SignalNotSet_DelaysTheReplyWhileOthersAreServed()
    {
        var signal = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(Reply.After(signal.Task).Then(Reply.Json("1")), Reply.Json("2"));
        using var client = new HttpClient();

        var held = client.GetStringAsync(server.BaseAddress);
        await server.RequestArrivedAsync(1);
        var other = await client.GetStringAsync(server.BaseAddress);
        var early = held.IsCompleted;
        signal.SetResult();

        Assert.That(early, Is.False);
        Assert.That(other, Is.EqualTo("2"));
        Assert.That(await held, Is.EqualTo("1"));
    }

    [Test]
    public async Task Raw_ResponseWithoutLength_EndsWithTheConnection()
    {
        await using var server = ScriptedServer.Start(Reply.Raw("HTTP/1.1 200 OK\r\n\r\nabc").ThenSend("def").ThenClose());
        using var client = new HttpClient();

        Assert.That(await client.GetStringAsync(server.BaseAddress), Is.EqualTo("abcdef"));
    }

    [Test]
    public async Task DisposeAsync_ServerFailed_Throws()
    {
        var server = ScriptedServer.Start(
            Reply.Raw("HTTP/1.1 200 OK\r\n").ThenAfter(Task.FromException(new InvalidOperationException("server failure"))));
        using var client = new HttpClient();
        await Assert.ThatAsync(() => client.GetAsync(server.BaseAddress), Throws.InstanceOf<HttpRequestException>());

        await Assert.ThatAsync(
            async () => await server.DisposeAsync(), Throws.TypeOf<AggregateException>().With.Message.Contains("server failure"));
    }
}
