using System.Net;
using System.Net.Sockets;
using System.Text;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.TestSupport;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LoopbackServerTests
{
    [Test]
    public async Task Respond_RequestInPiecesThenTwoAtOnce_RespondsToEach()
    {
        await using var server = new LoopbackServer(request => Reply.Raw(request.Target));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port);
        var stream = client.GetStream();

        string[] pieces = ["POST /a HTTP/1.1\r", "\nContent-Length: 4\r\n", "\r\nab", "cdGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n\r\n"];
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece));
        }

        var response = new byte[6];
        await stream.ReadExactlyAsync(response);
        Assert.That(Encoding.ASCII.GetString(response), Is.EqualTo("/a/b/c"));
    }

    [Test]
    public async Task Respond_RequestLargerThanTheBuffer_ReceivesAllOfIt()
    {
        var received = "";
        await using var server = new LoopbackServer(request =>
        {
            received = request.Text;
            return Reply.Json("[]");
        });
        using var client = new HttpClient();
        var value = new string('x', 30_000);
        client.DefaultRequestHeaders.Add("X-Long", value);

        using var response = await client.PostAsync(server.BaseAddress, new StringContent(new string('y', 100_000)));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("[]"));
        Assert.That(received, Does.Contain($"X-Long: {value}").And.Not.Contain("yyy"));
    }

    [Test]
    public async Task Respond_WithTheSimulator_ServesItsRuns()
    {
        var simulator = new KnowledgeBaseSimulator(TimeProvider.System);
        simulator.KnowledgeBase("kb 1").SetRunJson("""{"id":"é","status":"failed"}""");
        await using var server = new LoopbackServer(request => Reply.Of(request.RespondWith(simulator)));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        client.DefaultRequestHeaders.Add("x-api-key", TestClients.Key);

        using var found = await client.GetAsync("v1/knowledge-bases/kb%201/runs?status=failed&run_ids=%C3%A9");
        using var missing = await client.GetAsync("v1/knowledge-bases/kb/runs");
        using var post = await client.PostAsync("v1/knowledge-bases/kb%201/runs", null);

        Assert.That(await found.Content.ReadAsStringAsync(), Is.EqualTo("""[{"id":"é","status":"failed"}]"""));
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(post.Content.Headers.Allow, Is.EqualTo((string[])["GET"]));
    }

    [Test]
    public async Task DisconnectedAsync_ClientStillConnected_WaitsUntilItDisconnects()
    {
        await using var server = new LoopbackServer(_ => Reply.Json("[]"));
        using var client = new HttpClient();
        await client.GetStringAsync(server.BaseAddress);

        var disconnected = server.DisconnectedAsync();
        var early = disconnected.IsCompleted;
        client.Dispose();
        await disconnected;

        Assert.That(early, Is.False);
    }

    [Test]
    public async Task StopAsync_ClientConnected_ResetsItAndRefusesConnectionsUntilStart()
    {
        await using var server = new LoopbackServer(_ => Reply.Json("[]"));
        using var connected = new TcpClient();
        await connected.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port);
        using var client = new HttpClient();
        await client.GetStringAsync(server.BaseAddress);

        await server.StopAsync();
        var reset = await SocketErrorOf(() => connected.Client.ReceiveAsync(new byte[1]));
        var refused = await SocketErrorOf(() => ConnectAsync(server));
        server.Start();

        Assert.That(reset, Is.EqualTo(SocketError.ConnectionReset));
        Assert.That(refused, Is.EqualTo(SocketError.ConnectionRefused));
        Assert.That(await client.GetStringAsync(server.BaseAddress), Is.EqualTo("[]"));
    }

    [Test]
    public async Task StopAsync_RequestInProgress_ResetsItsConnection()
    {
        var stalled = Reply.Partial("[]", 1).ThenStall();
        await using var server = new LoopbackServer(_ => stalled);
        using var client = new HttpClient();
        var response = client.GetStringAsync(server.BaseAddress);
        await stalled.StalledAsync();

        await server.StopAsync();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => response);
        var reset = failure!.GetBaseException() as SocketException;
        Assert.That(reset?.SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task DisposeAsync_Stopped_Completes()
    {
        var server = new LoopbackServer(_ => Reply.Json("[]"));
        await server.StopAsync();

        await server.DisposeAsync();

        var refused = await SocketErrorOf(() => ConnectAsync(server));
        Assert.That(refused, Is.EqualTo(SocketError.ConnectionRefused));
    }

    [Test]
    public async Task DisposeAsync_ClientLeftInTheMiddleOfARequest_Throws()
    {
        var server = new LoopbackServer(_ => Reply.Json("[]"));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port);
            var stream = client.GetStream();
            await stream.WriteAsync("GET / HT"u8.ToArray());
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        }

        await Assert.ThatAsync(
            async () => await server.DisposeAsync(),
            Throws.TypeOf<AggregateException>().With.Message.Contains("middle of the request headers"));
    }

    private static async Task ConnectAsync(LoopbackServer server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port);
    }

    private static async Task<SocketError> SocketErrorOf(Func<Task> work)
    {
        try
        {
            await work();
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }
}
