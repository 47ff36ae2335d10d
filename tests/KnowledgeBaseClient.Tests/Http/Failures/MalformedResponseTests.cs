using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>Every kind of answer that is malformed, by every way to ask once: an <see cref="InvalidResponseException"/> with where, after the runs before it.</summary>
public sealed class MalformedResponseTests
{
    private const string R = """{"id":"a","status":"b"}""";

    private static readonly Dictionary<string, Func<RunsClient, Task>> Ways = new()
    {
        ["list"] = client => client.ListAsync("kb"),
        ["summaries"] = client => client.ListSummariesAsync("kb"),
        ["stream"] = async client => await client.StreamAsync("kb").ToListAsync(),
        ["find"] = client => client.FindAsync("kb", "a"),
    };

    private static readonly Dictionary<string, (byte[] Body, long Offset)> Kinds = new()
    {
        ["two commas"] = (Text($"[{R},,{R}]"), 25),
        ["a comma first"] = (Text($"[,{R}]"), 1),
        ["a comma last"] = (Text($"[{R},]"), 25),
        ["no comma"] = (Text($"[{R}{R}]"), 24),
        ["the wrong bracket at the end"] = (Text($"[{R}}}"), 24),
        ["a number for a run"] = (Text("[1}"), 1),
        ["the wrong bracket within"] = (Text($"[{R},{{]}}]"), 26),
        ["garbage after the end"] = (Text($"[{R}] x"), 26),
        ["another list after the end"] = (Text($"[{R}][]"), 25),
        ["a truncated list"] = (Text($"[{R},"), 25),
        ["a truncated run"] = (Text($"[{R},{{\"id\":\"b"), 33),
        ["a truncated character"] = ([.. Text($"[{R},{{\"id\":\""), 0xE2, 0x82], 34),
        ["bytes that are not UTF-8"] = ([.. Text($"[{R},{{\"id\":\"b\",\"status\":\"s\",\"x\":\""), 0xFF, .. "\"}]"u8], 53),
        ["half a surrogate pair in UTF-8"] = ([.. Text($"[{R},{{\"id\":\"b\",\"status\":\"s\",\"x\":\""), 0xED, 0xA0, 0x80, .. "\"}]"u8], 53),
        ["a control character in a name"] = (Text($"[{R},{{\"i\nd\":\"b\"}}]"), 26),
        ["an escape that there is not"] = (Text($"[{R},{{\"id\":\"\\q\"}}]"), 31),
        ["a number that is none"] = (Text($"[{R},{{\"id\":\"b\",\"status\":\"s\",\"progress\":01}}]"), 59),
        ["a literal that is none"] = (Text($"[{R},{{\"id\":\"b\",\"status\":\"s\",\"progress\":nul}}]"), 59),
        ["no colon"] = (Text($"[{R},{{\"id\" \"b\"}}]"), 31),
        ["a comment"] = (Text($"[{R},/**/{R}]"), 25),
        ["a run without id"] = (Text($"[{R},{{\"status\":\"s\"}}]"), 25),
        ["a byte order mark of UTF-16"] = ([0xFE, 0xFF, 0, (byte)'['], 0),
    };

    private static IEnumerable<string> WayNames => Ways.Keys;

    private static IEnumerable<string> KindNames => Kinds.Keys;

    [Test]
    public async Task Call_MalformedAnswer_ThrowsInvalidResponseExceptionWithWhere(
        [ValueSource(nameof(WayNames))] string way, [ValueSource(nameof(KindNames))] string kind)
    {
        var (body, offset) = Kinds[kind];
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await using var server = ScriptedServer.Start(Reply.Raw(head).ThenSend(body));
        using var client = TestClients.For(server, options => options.MaxRetries = 3);

        var thrown = await Assert.CatchAsync(() => Ways[way](client));

        Assert.That(thrown, Is.TypeOf<InvalidResponseException>());
        Assert.That(((InvalidResponseException)thrown!).Offset, Is.EqualTo(offset), thrown.Message);
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1), "the same would come again");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
