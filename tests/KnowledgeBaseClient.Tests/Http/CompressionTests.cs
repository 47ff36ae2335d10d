using System.IO.Compression;
using System.Text;
using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Compressed answers are asked for, read, and counted by what they unfold to.</summary>
public sealed class CompressionTests
{
    private static readonly string Runs = TestClients.Runs(Enumerable.Range(0, 500).Select(i => $"run-{i}"));

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task ListAsync_CompressedAnswer_IsRead(string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed(encoding, Runs));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb");

        Assert.That(runs, Has.Count.EqualTo(500));
        Assert.That(server.RequestHeads[0], Does.Match($"Accept-Encoding: .*{encoding}"));
    }

    [Test]
    public async Task ListAsync_SmallBodyThatUnfoldsBeyondTheLimit_IsRefused([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed(encoding, $"[{new string(' ', 10_000_000)}]"));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 1_000_000);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task ListAsync_CompressedErrorAnswer_IsReadable()
    {
        await using var server = ScriptedServer.Start(Compressed("gzip", """{"detail":"no such base"}""", 404));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Detail, Is.EqualTo("no such base"));
    }

    private static Reply Compressed(string encoding, string text, int status = 200)
    {
        using var body = new MemoryStream();
        using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(body, CompressionMode.Compress, leaveOpen: true),
            _ => new ZLibStream(body, CompressionMode.Compress, leaveOpen: true),
        })
        {
            compressor.Write(Encoding.UTF8.GetBytes(text));
        }

        var head = $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n";
        return Reply.Raw(head).ThenSend(body.ToArray());
    }
}
