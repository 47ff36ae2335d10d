using System.Globalization;
using System.Net;
using System.Text;
using KnowledgeBaseClient.Tests.Robustness.Faults;
using KnowledgeBaseClient.Tests.Robustness.HostileHosts;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Compressed answers are asked for, read, and counted by what they unfold to.</summary>
public sealed class ResponseBodyTests
{
    private static readonly string Runs = TestClients.Runs(Enumerable.Range(0, 500).Select(i => $"run-{i}"));

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task ListAsync_CompressedAnswer_IsRead(string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb");

        Assert.That(runs, Has.Count.EqualTo(500));
        Assert.That(server.RequestHeads[0], Does.Match($"Accept-Encoding: .*{encoding}"));
    }

    [TestCase("gzip", "GZip")]
    [TestCase("gzip", "x-gzip")]
    [TestCase("br", "BR")]
    [TestCase("deflate", "Deflate")]
    [TestCase("bare deflate", "deflate")]
    public async Task ListAsync_EncodingSpelledOtherwise_IsReadAllTheSame(string packing, string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, Framing.Length, Compressed.Pack(packing, Encoding.UTF8.GetBytes(Runs))));
        using var client = TestClients.For(server);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(500));
    }

    [Test]
    public async Task ListAsync_ApplicationsHandlers_SeeTheAnswerUnpacked([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        var seen = new List<string>();
        await using var application = new Application(server.BaseAddress, one: builder => builder.AddHttpMessageHandler(
            () => new Between(async (request, next, cancellationToken) =>
            {
                var response = await next(request, cancellationToken);
                seen.AddRange(response.Content.Headers.ContentEncoding);
                return response;
            })));

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(500));
        Assert.That(seen, Is.Empty);
        Assert.That(server.RequestHeads[0], Does.Match($"Accept-Encoding: .*{encoding}"));
    }

    [Test]
    public async Task ListAsync_HandlerThatDoesNotUnpack_GetsTheRunsUnpackedHere([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        using var handler = new SocketsHttpHandler();
        using var client = new RunsClient(TestClients.Options(server.BaseAddress), handler);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(500));
        Assert.That(server.RequestHeads[0], Does.Match($"Accept-Encoding: .*{encoding}"));
        Assert.That(handler.AutomaticDecompression, Is.EqualTo(DecompressionMethods.None));
    }

    [TestCase("zstd")]
    [TestCase("gzip, zstd")]
    [TestCase("identity")]
    public async Task ListAsync_EncodingThatIsNotKnown_IsToldWithTheBodyAsItCame(string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, Framing.Length, "(packed"u8.ToArray()));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"({encoding})"));
        Assert.That(thrown.Excerpt, Is.EqualTo("(packed"));
    }

    [Test]
    public async Task ListAsync_EncodedMoreThanOnce_IsUnpackedOnce()
    {
        var twice = Compressed.Pack("gzip", Compressed.Pack("gzip", Encoding.UTF8.GetBytes(Runs)));
        await using var server = ScriptedServer.Start(Compressed.Framed("gzip, gzip", Framing.Length, twice));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("(gzip)").And.Contain("the body is compressed"));
    }

    [Test]
    public async Task ListAsync_BodyThatIsNotWhatItsEncodingSays_ThrowsInvalidResponseException([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, Framing.Length, [0x78, 0x79, 0x7A, 0xFF, 0xFF, 0xFF]));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("cannot be decompressed"));
        Assert.That(thrown.Excerpt, Is.Empty);
    }

    // Brotli gives out what it has in large pieces, and so may have given out nothing yet.
    [Test]
    public async Task ListAsync_BodyThatGoesWrongInTheMiddle_SaysHowMuchOfItCouldBeRead([Values("gzip", "deflate")] string encoding)
    {
        var random = new Random(1);
        var list = TestClients.Runs(Enumerable.Range(0, 20_000).Select(_ => random.Next().ToString(CultureInfo.InvariantCulture)));
        var packed = Compressed.Pack(encoding, Encoding.UTF8.GetBytes(list));
        packed.AsSpan(packed.Length / 2, 64).Fill(0xFF);
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, Framing.Length, packed));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Offset, Is.InRange(list.Length / 4, list.Length));
    }

    [Test]
    public async Task ListAsync_EmptyBodyWithAnEncoding_IsALostConnection([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Framed(encoding, Framing.Length, []));
        using var client = TestClients.For(server);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<KnowledgeBaseConnectionException>());
    }

    [Test]
    public async Task ListAsync_SmallBodyThatUnfoldsBeyondTheLimit_IsRefused([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, $"[{new string(' ', 10_000_000)}]"));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 1_000_000);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task ListAsync_CompressedErrorAnswer_IsReadable()
    {
        await using var server = ScriptedServer.Start(Compressed.Whole("gzip", """{"detail":"no such base"}""", 404));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseNotFoundException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Detail, Is.EqualTo("no such base"));
    }

    // A body may lack its checksum, or the mark of its end, and yet hold the whole list.
    [Test]
    public async Task ListAsync_CompressedBodyCutShortAtAnyByte_IsALostConnectionHoweverItWasFramed(
        [Values("gzip", "deflate", "br")] string encoding, [Values] Framing framing)
    {
        const string List = """[{"id":"a","status":"completed","output":{"text":"abc abc abc"}},{"id":"b","status":"failed","output":null}]""";
        var packed = Compressed.Pack(encoding, Encoding.UTF8.GetBytes(List));
        var cuts = Enumerable.Range(0, packed.Length).Select(length => packed[..length]).Where(cut => Compressed.UnpackedLength(encoding, cut) < List.Length).ToList();
        await using var server = ScriptedServer.Start([.. cuts.Select(cut => Compressed.Framed(encoding, framing, cut))]);
        using var client = TestClients.For(server);

        foreach (var cut in cuts)
        {
            var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

            Assert.That(thrown, Is.TypeOf<KnowledgeBaseConnectionException>(), $"after {cut.Length} of {packed.Length} bytes");
            Assert.That(thrown!.IsTransient, Is.True);
        }

        Assert.That(cuts, Has.Count.GreaterThan(50));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(cuts.Count));
    }
}
