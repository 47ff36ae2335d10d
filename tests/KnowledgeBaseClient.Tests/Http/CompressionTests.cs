using System.Text;
using KnowledgeBaseClient.Tests.Faults;
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
        await using var server = ScriptedServer.Start(Compressed.Whole(encoding, Runs));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb");

        Assert.That(runs, Has.Count.EqualTo(500));
        Assert.That(server.RequestHeads[0], Does.Match($"Accept-Encoding: .*{encoding}"));
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
