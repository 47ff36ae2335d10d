using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Transports;

public sealed class KnowledgeBaseServerTests
{
    [Test]
    public async Task Start_Twice_UsesDifferentFreePortsAndTheSystemClock()
    {
        using var one = KnowledgeBaseServer.Start();
        using var other = KnowledgeBaseServer.Start();
        one.Simulator.KnowledgeBase("kb").AddRun(RunScript.Queued());
        using var client = one.CreateClient();

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(one.BaseAddress.ToString(), Does.Match(@"^http://127\.0\.0\.1:\d+/$"));
        Assert.That(other.BaseAddress, Is.Not.EqualTo(one.BaseAddress));
        Assert.That(one.Simulator.Clock, Is.SameAs(TimeProvider.System));
    }

    [Test]
    public async Task Restart_AfterStop_KeepsAddressRunsFaultsAndRequests()
    {
        var simulator = new KnowledgeBaseSimulator();
        using var server = KnowledgeBaseServer.Start(simulator);
        using var client = server.CreateClient(options => options.MaxRetries = 0);
        simulator.KnowledgeBase("kb").AddRun(RunScript.Queued());
        await client.ListAsync("kb");
        simulator.Faults.Next(503);
        var address = server.BaseAddress;

        server.Stop();
        server.Stop();
        await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));
        server.Restart();
        server.Restart();

        await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));
        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(server.BaseAddress, Is.EqualTo(address));
        Assert.That(simulator.RequestCount, Is.EqualTo(3));
    }

    [Test]
    public async Task Stop_ResponsesPending_EndsThem()
    {
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb").AddRun(RunScript.Queued());
        server.Simulator.Faults.Slow(Timeout.InfiniteTimeSpan);
        using var client = server.CreateClient(options => options.MaxRetries = 0);
        var list = client.ListAsync("kb");
        await server.Simulator.WaitForRequestsAsync(1).OrTimeout();

        await Task.Run(server.Stop).OrTimeout();

        await Assert.ThrowsAsync<KnowledgeBaseConnectionException>(() => list);
    }

    [Test]
    public void Start_PortInUse_ThrowsAndNamesIt()
    {
        using var server = KnowledgeBaseServer.Start();
        var port = server.BaseAddress.Port;

        Assert.That(
            () => KnowledgeBaseServer.Start(port: port),
            Throws.InvalidOperationException.With.Message.Contains($"Port {port} on 127.0.0.1 is in use"));
        Assert.That(() => KnowledgeBaseServer.Start(port: 65536), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Start_FixedPort_ListensThere()
    {
        int port;
        using (var free = KnowledgeBaseServer.Start())
        {
            port = free.BaseAddress.Port;
        }

        using var server = KnowledgeBaseServer.Start(port: port);
        server.Simulator.KnowledgeBase("kb").AddRun(RunScript.Queued());
        using var client = new RunsClient(server.ApiKey, new Uri($"http://127.0.0.1:{port}"));

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Dispose_Twice_StopsResponding()
    {
        var server = KnowledgeBaseServer.Start();
        using var client = new HttpClient();
        using var response = await client.GetAsync(server.BaseAddress);

        server.Dispose();
        server.Dispose();

        await Assert.ThatAsync(() => client.GetAsync(server.BaseAddress), Throws.InstanceOf<HttpRequestException>());
        Assert.That(server.Restart, Throws.InstanceOf<ObjectDisposedException>());
    }

    // The request of the vendor's SDK, byte by byte: a lower-case header, an empty status, an escaped comma, and a kept connection.
    [Test]
    public async Task Respond_RequestsOfTheVendorsSdk_AreAnsweredOnOneConnection()
    {
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb").SetRunsJson(
            """[{"id":"a","status":"queued"},{"id":"b","status":"running"},{"id":"c","status":"running"}]""");
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port);
        var stream = connection.GetStream();

        for (var request = 0; request < 3; request++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"GET /v1/knowledge-bases/kb/runs?status=&run_ids=a%2Cb HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: */*\r\n"
                + $"connection: keep-alive\r\nx-api-key: {server.ApiKey}\r\n\r\n"));
            var response = await ReadResponseAsync(stream);

            Assert.That(response, Does.StartWith("HTTP/1.1 200 OK"));
            Assert.That(response, Does.EndWith("""[{"id":"a","status":"queued"},{"id":"b","status":"running"}]"""));
        }
    }

    [Test]
    public void PublicApi_OfTheAssembly_ExposesNoWireMockType()
    {
        var members = typeof(KnowledgeBaseServer).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(member => member.ToString());

        Assert.That(members, Has.None.Contains("WireMock"));
    }

    private static async Task<string> ReadResponseAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith(']'))
        {
            var count = await stream.ReadAsync(buffer).AsTask().OrTimeout();
            Assert.That(count, Is.Positive, text.ToString());
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
