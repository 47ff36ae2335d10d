using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Compressed responses are requested and decompressed.</summary>
public sealed class ResponseBodyTests
{
    private static readonly string Runs = RunsJson.Running(Enumerable.Range(0, 500).Select(i => $"run-{i}"));

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task ListAsync_CompressedResponse_DecompressesIt(string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb");

        Assert.That(runs, Has.Count.EqualTo(500));
        Assert.That(server.RequestTexts[0], Does.Match($"Accept-Encoding: .*{encoding}"));
    }

    [TestCase("gzip", "GZip")]
    [TestCase("gzip", "x-gzip")]
    [TestCase("br", "BR")]
    [TestCase("deflate", "Deflate")]
    [TestCase("raw deflate", "deflate")]
    public async Task ListAsync_UnusualEncodingName_DecompressesResponse(string compression, string encoding)
    {
        var compressed = Compressed.Compress(compression, Encoding.UTF8.GetBytes(Runs));
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, BodyFraming.ContentLength, compressed));
        using var client = TestClients.For(server);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(500));
    }

    [Test]
    public async Task ListAsync_ApplicationHandler_SeesDecompressedResponse([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        var seenEncodings = new List<string>();
        await using var application = new HostApplication(server.BaseAddress, thisClient: builder => builder.AddHttpMessageHandler(
            () => new InterceptingHandler(async (request, next, cancellationToken) =>
            {
                var response = await next(request, cancellationToken);
                seenEncodings.AddRange(response.Content.Headers.ContentEncoding);
                return response;
            })));

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(500));
        Assert.That(seenEncodings, Is.Empty);
        Assert.That(server.RequestTexts[0], Does.Match($"Accept-Encoding: .*{encoding}"));
    }

    [Test]
    public async Task ListAsync_CustomHandlerWithoutDecompression_DecompressesResponse([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        using var handler = new SocketsHttpHandler();
        using var client = new RunsClient(TestClients.Options(server.BaseAddress), handler);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(500));
        Assert.That(server.RequestTexts[0], Does.Match($"Accept-Encoding: .*{encoding}"));
        Assert.That(handler.AutomaticDecompression, Is.EqualTo(DecompressionMethods.None));
    }

    [Test]
    public async Task ListAsync_CompressedErrorResponse_ReadsDetail()
    {
        await using var server = ScriptedServer.Start(Compressed.Whole("gzip", """{"detail":"no such base"}""", 404));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Detail, Is.EqualTo("no such base"));
    }
}
