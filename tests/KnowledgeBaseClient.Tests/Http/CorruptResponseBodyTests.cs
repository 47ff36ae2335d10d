using System.Globalization;
using System.Net;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Compressed responses that cannot be decompressed, are truncated, or decompress to more than the limit.</summary>
public sealed class CorruptResponseBodyTests
{
    private static readonly string Runs = RunsJson.Running(Enumerable.Range(0, 500).Select(i => $"run-{i}"));

    [TestCase("zstd")]
    [TestCase("gzip, zstd")]
    [TestCase("identity")]
    public async Task ListAsync_UnsupportedEncoding_ThrowsWithEncodingAndBodyAsReceived(string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, BodyFraming.ContentLength, "(compressed"u8.ToArray()));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"({encoding})"));
        Assert.That(thrown.Excerpt, Is.EqualTo("(compressed"));
    }

    [Test]
    public async Task ListAsync_ResponseCompressedTwice_IsDecompressedOnce()
    {
        var compressedTwice = Compressed.Compress("gzip", Compressed.Compress("gzip", Encoding.UTF8.GetBytes(Runs)));
        await using var server = ScriptedServer.Start(Compressed.Framed("gzip, gzip", BodyFraming.ContentLength, compressedTwice));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("(gzip)").And.Contain("the body is compressed"));
    }

    [Test]
    public async Task ListAsync_BodyDoesNotMatchItsEncoding_ThrowsInvalidResponse([Values("gzip", "br", "deflate")] string encoding)
    {
        byte[] body = [0x78, 0x79, 0x7A, 0xFF, 0xFF, 0xFF];
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, BodyFraming.ContentLength, body));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("cannot be decompressed"));
        Assert.That(thrown.Excerpt, Is.Empty);
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task ListAsync_DecompressionInCustomHandlerFails_ThrowsInvalidResponse(string encoding)
    {
        var reply = Reply.Status(200, RunsJson.Running("not compressed"), ("Content-Encoding", encoding));
        await using var server = ScriptedServer.Start(reply);
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new RunsClient(TestClients.Options(server.BaseAddress, options => options.MaxRetries = 0), handler);

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf<InvalidResponseException>());
        Assert.That(thrown!.Message, Does.Contain("decompress"));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task ListAsync_DecompressionOfErrorResponseFails_ThrowsThatError(string encoding)
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "not compressed", ("Content-Encoding", encoding)));
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new RunsClient(TestClients.Options(server.BaseAddress), handler);

        await Assert.CatchAsync<ApiKeyRejectedException>(() => client.ListAsync("kb"));
    }

    // Without Brotli, whose decoder returns large blocks and may have returned nothing yet.
    [Test]
    public async Task ListAsync_BodyCorruptInTheMiddle_ThrowsWithNumberOfBytesRead([Values("gzip", "deflate")] string encoding)
    {
        var random = new Random(1);
        var list = RunsJson.Running(Enumerable.Range(0, 20_000).Select(_ => random.Next().ToString(CultureInfo.InvariantCulture)));
        var compressed = Compressed.Compress(encoding, Encoding.UTF8.GetBytes(list));
        compressed.AsSpan(compressed.Length / 2, 64).Fill(0xFF);
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, BodyFraming.ContentLength, compressed));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Offset, Is.InRange(list.Length / 4, list.Length));
    }

    [Test]
    public async Task ListAsync_EmptyBodyWithEncoding_ThrowsConnectionException([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, BodyFraming.ContentLength, []));
        using var client = TestClients.For(server);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<KnowledgeBaseConnectionException>());
    }

    [Test]
    public async Task ListAsync_DecompressedBodyExceedsLimit_ThrowsInvalidResponse([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, $"[{new string(' ', 10_000_000)}]"));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 1_000_000);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes"));
    }

    // Skips the lengths at which only the checksum or the end marker is missing: these bodies contain the whole list.
    [Test]
    public async Task ListAsync_CompressedBodyTruncatedAtAnyByte_ThrowsConnectionException(
        [Values("gzip", "deflate", "br")] string encoding,
        [ValueSource(typeof(Compressed), nameof(Compressed.Framings))] BodyFraming framing)
    {
        const string List = """
            [{"id":"a","status":"completed","output":{"text":"abc abc abc"}},{"id":"b","status":"failed","output":null}]
            """;
        var compressed = Compressed.Compress(encoding, Encoding.UTF8.GetBytes(List));
        var bodies = Enumerable.Range(0, compressed.Length)
            .Select(length => compressed[..length])
            .Where(body => Compressed.DecompressedLength(encoding, body) < List.Length)
            .ToList();
        await using var server = ScriptedServer.Start([.. bodies.Select(body => Compressed.Framed(encoding, framing, body))]);
        using var client = TestClients.For(server);

        foreach (var body in bodies)
        {
            var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

            Assert.That(thrown, Is.TypeOf<KnowledgeBaseConnectionException>(), $"after {body.Length} of {compressed.Length} bytes");
            Assert.That(thrown!.IsTransient, Is.True);
        }

        Assert.That(bodies, Has.Count.GreaterThan(50));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(bodies.Count));
    }
}
