using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>Every kind of malformed response, with every method that lists runs.</summary>
public sealed class MalformedResponseTests
{
    private const string Run = """{"id":"a","status":"b"}""";

    private static readonly Dictionary<string, Func<RunsClient, Task>> Methods = new()
    {
        ["list"] = client => client.ListAsync("kb"),
        ["summaries"] = client => client.ListSummariesAsync("kb"),
        ["stream"] = async client => await client.StreamAsync("kb").ToListAsync(),
        ["find"] = client => client.FindAsync("kb", "a"),
    };

    private static readonly Dictionary<string, (byte[] Body, long Offset)> MalformedBodies = new()
    {
        ["two commas"] = (Utf8($"[{Run},,{Run}]"), 25),
        ["a leading comma"] = (Utf8($"[,{Run}]"), 1),
        ["a trailing comma"] = (Utf8($"[{Run},]"), 25),
        ["a missing comma"] = (Utf8($"[{Run}{Run}]"), 24),
        ["the wrong closing bracket"] = (Utf8($"[{Run}}}"), 24),
        ["a number instead of a run"] = (Utf8("[1}"), 1),
        ["the wrong closing bracket in a run"] = (Utf8($"[{Run},{{]}}]"), 26),
        ["text after the end"] = (Utf8($"[{Run}] x"), 26),
        ["another list after the end"] = (Utf8($"[{Run}][]"), 25),
        ["a truncated list"] = (Utf8($"[{Run},"), 25),
        ["a truncated run"] = (Utf8($"[{Run},{{\"id\":\"b"), 33),
        ["a truncated character"] = ([.. Utf8($"[{Run},{{\"id\":\""), 0xE2, 0x82], 34),
        ["invalid UTF-8"] = ([.. Utf8($"[{Run},{{\"id\":\"b\",\"status\":\"s\",\"x\":\""), 0xFF, .. "\"}]"u8], 53),
        ["a lone surrogate in UTF-8"] = ([.. Utf8($"[{Run},{{\"id\":\"b\",\"status\":\"s\",\"x\":\""), 0xED, 0xA0, 0x80, .. "\"}]"u8], 53),
        ["a control character in a name"] = (Utf8($"[{Run},{{\"i\nd\":\"b\"}}]"), 26),
        ["an unknown escape"] = (Utf8($"[{Run},{{\"id\":\"\\q\"}}]"), 31),
        ["an invalid number"] = (Utf8($"[{Run},{{\"id\":\"b\",\"status\":\"s\",\"progress\":01}}]"), 59),
        ["an invalid literal"] = (Utf8($"[{Run},{{\"id\":\"b\",\"status\":\"s\",\"progress\":nul}}]"), 59),
        ["a missing colon"] = (Utf8($"[{Run},{{\"id\" \"b\"}}]"), 31),
        ["a comment"] = (Utf8($"[{Run},/**/{Run}]"), 25),
        ["a run without an id"] = (Utf8($"[{Run},{{\"status\":\"s\"}}]"), 25),
        ["a UTF-16 byte order mark"] = ([0xFE, 0xFF, 0, (byte)'['], 0),
    };

    private static IEnumerable<string> MethodNames => Methods.Keys;

    private static IEnumerable<string> MalformedBodyNames => MalformedBodies.Keys;

    [Test]
    public async Task AnyMethod_MalformedBody_ThrowsInvalidResponseWithOffset(
        [ValueSource(nameof(MethodNames))] string method, [ValueSource(nameof(MalformedBodyNames))] string bodyName)
    {
        var (body, offset) = MalformedBodies[bodyName];
        var headers = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await using var server = ScriptedServer.Start(Reply.Raw(headers).ThenSend(body));
        using var client = TestClients.For(server, options => options.MaxRetries = 3);

        var thrown = await Assert.CatchAsync(() => Methods[method](client));

        Assert.That(thrown, Is.TypeOf<InvalidResponseException>());
        Assert.That(((InvalidResponseException)thrown!).Offset, Is.EqualTo(offset), thrown.Message);
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1), "An invalid response is not retried.");
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
